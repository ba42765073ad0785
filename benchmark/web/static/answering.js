// Saves a practice while it is being answered. The page works without this file: the form saves.
//
// What is not saved yet stays in this tab (sessionStorage) under the address of the response, which
// only its author can open. "Saved" appears only after the server has answered that it is.

const UNSENT = 'unsent:'
const PAUSE = 1500 // ms without a key before a text is saved
const FIRST_RETRY = 2000
const LONGEST_RETRY = 60000
const PATIENCE = 20000 // for one attempt
const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London'
})

for (const form of document.querySelectorAll('form[data-autosave]')) answerOn(form)
for (const form of document.querySelectorAll('form[data-chosen]')) forgetAfterChoice(form)
for (const place of document.querySelectorAll('[data-unsent]')) listUnsent(place)

function answerOn (form) {
  const name = UNSENT + form.dataset.autosave
  const status = document.getElementById('saving')
  const notes = document.getElementById('unsent')
  const tab = [...crypto.getRandomValues(new Uint8Array(12))].map(byte => byte.toString(16).padStart(2, '0')).join('')
  let sequence = 0
  let saved = 'unsaved' in form.dataset ? '' : JSON.stringify(asLoaded(form))
  let since = Date.now()
  let waiting = 0 // ms before the next attempt after a failure
  let timer
  let running
  let held = false // both texts are on the page: nothing is sent until one is chosen
  let offered = false // an earlier text is on the page: it stays kept until it is used or discarded
  let leaving = false

  const isDirty = () => JSON.stringify(contentOf(form)) !== saved
  const say = text => { if (status.textContent !== text) status.textContent = text }

  function keep () {
    if (offered) return
    if (isDirty()) store(name, JSON.stringify(contentOf(form)))
    else forget(name)
  }

  function stamp () {
    sequence = Math.max(sequence + 1, Date.now())
    form.elements.tab.value = tab
    form.elements.sequence.value = sequence
    form.elements.seconds.value = Math.round((Date.now() - since) / 1000)
  }

  // one attempt at a time: what was written meanwhile goes with the next one
  function save () {
    clearTimeout(timer)
    if (!running) running = attempt().finally(() => { running = undefined })
    return running
  }

  async function attempt () {
    const sent = JSON.stringify(contentOf(form))
    if (held || sent === saved) return held ? 'conflict' : 'saved'
    say('Saving')
    stamp()
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        headers: { Accept: 'application/json' },
        body: new URLSearchParams(new FormData(form)),
        signal: AbortSignal.timeout(PATIENCE)
      })
      return (OUTCOMES[answer.status] ?? later)(await answer.json(), sent)
    } catch {
      return later()
    }
  }

  function later () {
    const kept = store(name, JSON.stringify(contentOf(form)))
    say(kept ? 'Not saved, kept in this tab' : 'Not saved. Copy your text before you leave this page')
    waiting = Math.min(waiting * 2 || FIRST_RETRY, LONGEST_RETRY)
    timer = setTimeout(save, waiting)
    return 'later'
  }

  function done (answer, sent) {
    saved = sent
    since = Date.now()
    waiting = 0
    form.elements.version.value = answer.version
    keep()
    say(`Saved ${clock.format(new Date())}`)
    document.dispatchEvent(new Event('benchmark:seen'))
    if (isDirty()) timer = setTimeout(save, PAUSE)
    return 'saved'
  }

  // without the name of a field it is the page that is too old, not what was written
  function refused (answer) {
    const errors = answer.errors ?? {}
    if ('' in errors) {
      say('Not saved, kept in this tab. Open this page again to save it.')
      lead(location.pathname, 'Open this page again')
    } else say(`Not saved, kept in this tab. ${Object.values(errors)[0] ?? ''}`)
    return 'refused'
  }

  function tooLong () {
    say('Not saved. This text is too long to be saved: shorten it.')
    return 'refused'
  }

  function signedOut () {
    say('Not saved, kept in this tab. You have been signed out.')
    lead(`/sign-in?next=${encodeURIComponent(location.pathname)}`, 'Sign in again')
    return 'later'
  }

  // the one way on, under the status
  function lead (address, text) {
    document.getElementById('way-on')?.remove()
    const link = linkTo(address, text)
    link.addEventListener('click', () => { leaving = true })
    const way = paragraph(link)
    way.id = 'way-on'
    status.after(way)
  }

  function conflict (answer) {
    held = true
    if (answer.reason) {
      say(`Not saved, kept in this tab. ${answer.reason}`)
      return 'refused'
    }
    say('Not saved, kept in this tab. Choose which answer to keep.')
    showNote('This practice was changed in another window or on another device. Nothing has been overwritten. What was saved there:', answer.theirs, {
      'Keep what I have written here': () => choose(answer, false),
      'Keep what was saved there': () => choose(answer, true)
    })
    return 'conflict'
  }

  function choose (answer, theirs) {
    held = false
    form.elements.version.value = answer.version
    saved = JSON.stringify(answer.theirs)
    if (theirs) fill(form, answer.theirs)
    keep()
    say('')
    save()
  }

  const OUTCOMES = { 200: done, 400: refused, 401: signedOut, 409: conflict, 413: tooLong }

  function showNote (words, content, choices) {
    const box = element('div', 'nhsuk-inset-text app-unsent')
    box.append(paragraph(words), describe(form, content))
    const buttons = element('div', 'nhsuk-button-group')
    for (const [label, act] of Object.entries(choices)) {
      const button = element('button', 'nhsuk-button nhsuk-button--secondary', label)
      button.type = 'button'
      button.addEventListener('click', () => {
        notes.hidden = true
        notes.replaceChildren()
        form.elements.evidence.focus()
        act()
      })
      buttons.append(button)
    }
    box.append(buttons)
    notes.replaceChildren(box)
    notes.hidden = false
    notes.scrollIntoView({ block: 'nearest' })
  }

  function offer (kept) {
    offered = true
    showNote('You wrote this here before, and it was not saved:', JSON.parse(kept), {
      'Put it back': () => { offered = false; fill(form, JSON.parse(kept)); keep(); save() },
      'Discard it': () => { offered = false; forget(name); keep() }
    })
  }

  form.addEventListener('input', () => {
    keep()
    clearTimeout(timer)
    timer = setTimeout(save, PAUSE)
  })
  form.addEventListener('change', save)
  window.addEventListener('pageshow', () => { leaving = false })
  window.addEventListener('online', () => { waiting = 0; if (isDirty()) save() })
  document.addEventListener('visibilitychange', () => { if (document.hidden && isDirty()) save() })
  document.addEventListener('benchmark:ending', () => { leaving = true })
  window.addEventListener('beforeunload', event => { if (isDirty() && !leaving) event.preventDefault() })

  form.addEventListener('submit', event => {
    if (!isDirty() || leaving) {
      leaving = true
      stamp()
      return
    }
    event.preventDefault()
    send(event.submitter)
  })

  // the form itself goes once its content is saved, or when only the server's page can say why not
  async function send (button) {
    let outcome = await save()
    while (outcome === 'saved' && isDirty()) outcome = await save()
    if (outcome === 'later') return
    leaving = true
    // not before the event that brought us here is over: a form does not submit within its submit
    setTimeout(() => form.requestSubmit(button))
  }

  const kept = load(name)
  if (kept && kept !== saved && saved) offer(kept)
  else keep()
}

// the answer that is chosen on the page with both texts is the one that counts
function forgetAfterChoice (form) {
  const forgetIt = () => forget(UNSENT + form.dataset.chosen)
  form.addEventListener('submit', forgetIt)
  document.querySelector(`main a[href="/responses/${form.dataset.chosen}"]`)?.addEventListener('click', forgetIt)
}

function listUnsent (place) {
  const start = `${UNSENT}${place.dataset.unsent}/`
  const practices = names().filter(name => name.startsWith(start)).map(name => name.slice(start.length))
  if (!practices.length) return
  const box = element('div', 'nhsuk-inset-text')
  box.append(paragraph('In this tab there is text that was not saved. Open the practice to put it back:'))
  for (const practice of practices) {
    const address = `/responses/${place.dataset.unsent}/${practice}`
    const known = document.querySelector(`main a[href="${address}"]`)
    box.append(paragraph(linkTo(address, known ? known.textContent.trim() : practice)))
  }
  place.replaceChildren(box)
  place.hidden = false
}

function contentOf (form) {
  const { answer, evidence, share } = form.elements
  return { answer: answer.value, evidence: evidence.value, share: share.checked }
}

// what the server has sent, whatever a browser has filled in again by itself
function asLoaded (form) {
  const chosen = [...form.elements.answer].find(radio => radio.defaultChecked)
  const { evidence, share } = form.elements
  return { answer: chosen ? chosen.value : '', evidence: evidence.defaultValue, share: share.defaultChecked }
}

function fill (form, content) {
  for (const radio of form.elements.answer) radio.checked = radio.value === content.answer
  form.elements.evidence.value = content.evidence
  form.elements.share.checked = content.share
}

function describe (form, content) {
  const chosen = [...form.elements.answer].find(radio => radio.value === content.answer)
  const answer = paragraph(`Answer: ${chosen ? chosen.labels[0].textContent.trim() : 'none'}`)
  const evidence = element('p', 'app-literal', `Evidence: ${content.evidence || 'none'}`)
  const share = paragraph(content.share ? 'May be shared outside the three of you' : 'Not shared outside the three of you')
  const all = element('div')
  all.append(answer, evidence, share)
  return all
}

function element (tag, classes = '', text = '') {
  const made = document.createElement(tag)
  if (classes) made.className = classes
  made.textContent = text
  return made
}

function paragraph (content) {
  const made = element('p')
  made.append(content)
  return made
}

function linkTo (address, text) {
  const made = element('a', '', text)
  made.href = address
  return made
}

// a browser may refuse to keep anything
function store (name, text) {
  try { sessionStorage.setItem(name, text); return true } catch { return false }
}

function load (name) {
  try { return sessionStorage.getItem(name) } catch { return null }
}

function forget (name) {
  try { sessionStorage.removeItem(name) } catch { /* nothing was kept */ }
}

function names () {
  try { return Object.keys(sessionStorage) } catch { return [] }
}
