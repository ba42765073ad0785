// Starts the NHS components on a page and warns before an idle sign-in ends. Every page works
// without this file.
import { initAll } from './nhsuk-frontend-10.6.1.min.js'

document.body.classList.add('js-enabled', 'nhsuk-frontend-supported')
initAll()

const WARNING = 60000 // ms before the end
const account = document.querySelector('form[data-person]')
if (account) {
  keepTextToItsAuthor(account)
  watchTheTime(account)
}

// what answering.js keeps in this tab is for one person: it goes when they sign out, and before
// anybody else sees a page
function keepTextToItsAuthor (account) {
  const forgetAll = () => {
    for (const name of Object.keys(sessionStorage)) if (name.startsWith('unsent:')) sessionStorage.removeItem(name)
  }
  try {
    if (sessionStorage.getItem('person') !== account.dataset.person) forgetAll()
    sessionStorage.setItem('person', account.dataset.person)
    account.addEventListener('submit', forgetAll)
  } catch { /* a browser that keeps nothing has nothing to forget */ }
}

// the server ends a sign-in by itself; this says so in time, and clears the screen afterwards
function watchTheTime (account) {
  const idle = Number(account.dataset.idle) * 1000
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('benchmark') : { postMessage () {} }
  let seen = Date.now()
  let over = false
  let dialog

  const beSeen = () => { seen = Date.now(); dialog?.close() }
  tabs.onmessage = beSeen // somebody works in another tab of this browser
  tabs.postMessage('seen')
  document.addEventListener('benchmark:seen', () => { beSeen(); tabs.postMessage('seen') })
  const ticking = setInterval(look, 1000)

  function look () {
    const left = seen + idle - Date.now()
    if (left <= 0) end()
    else if (left <= WARNING && !dialog?.open) warn()
  }

  function warn () {
    dialog?.remove()
    const time = clock.format(new Date(seen + idle))
    dialog = made('You are about to be signed out', `You will be signed out at ${time}, because you have done nothing here for a while. Text that you have written stays in this tab.`)
    const stay = document.createElement('button')
    stay.className = 'nhsuk-button'
    stay.type = 'button'
    stay.textContent = 'Stay signed in'
    stay.addEventListener('click', ask)
    dialog.append(stay)
    dialog.addEventListener('cancel', event => { event.preventDefault(); if (!over) ask() })
    dialog.showModal()
  }

  function made (title, words) {
    const box = document.createElement('dialog')
    box.className = 'app-timeout'
    box.setAttribute('aria-labelledby', 'timeout-title')
    box.setAttribute('aria-describedby', 'timeout-words')
    const heading = document.createElement('h2')
    heading.id = 'timeout-title'
    heading.textContent = title
    const text = document.createElement('p')
    text.id = 'timeout-words'
    text.textContent = words
    box.append(heading, text)
    document.body.append(box)
    return box
  }

  async function ask () {
    try {
      const answer = await post('/stay-signed-in')
      if (answer.ok) document.dispatchEvent(new Event('benchmark:seen'))
      else end()
    } catch {
      dialog.querySelector('p').textContent = 'There is no connection at present. Try again.'
    }
  }

  async function end () {
    if (over) return
    over = true
    clearInterval(ticking)
    document.dispatchEvent(new Event('benchmark:ending'))
    const address = `/sign-in?ended=yes&next=${encodeURIComponent(location.pathname + location.search)}`
    try {
      await post('/sign-out')
      location.assign(address)
    } catch {
      showEnd(address)
    }
  }

  // without a connection the page cannot leave: it goes out of sight
  function showEnd (address) {
    dialog?.remove()
    document.querySelector('main').hidden = true
    dialog = made('You have been signed out', 'There is no connection at present. Text that was not saved is kept in this tab.')
    const link = document.createElement('a')
    link.href = address
    link.textContent = 'Sign in again'
    dialog.append(link)
    dialog.addEventListener('cancel', event => event.preventDefault())
    dialog.showModal()
  }

  function post (address) {
    const body = new URLSearchParams(new FormData(account))
    return fetch(address, { method: 'POST', headers: { Accept: 'application/json' }, body, redirect: 'manual' })
  }
}
