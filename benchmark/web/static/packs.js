// Follows a pack that is being made. The page works without this file: a link looks again.

const PAUSE = 2000 // ms between two looks
const LONGEST_PAUSE = 30000
const PATIENCE = 20 * 60 * 1000 // a page that is left open must not keep its reader signed in for ever
const began = Date.now()
let pause = PAUSE
if (isGoingOn(document)) follow()

function isGoingOn (page) {
  return ['waiting', 'running'].includes(page.getElementById('pack')?.dataset.state)
}

function follow () {
  const link = document.getElementById('pack-reload')
  if (link) link.hidden = true // this page now follows by itself
  setTimeout(look, pause)
}

async function look () {
  try {
    const answer = await fetch(document.getElementById('pack').dataset.page)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (!answer.ok || !page.getElementById('pack')) return leaveToTheReader() // signed out meanwhile
    show(page)
    pause = PAUSE
  } catch {
    pause = Math.min(2 * pause, LONGEST_PAUSE) // no connection at present
  }
  if (!isGoingOn(document)) return
  if (Date.now() - began < PATIENCE) follow()
  else leaveToTheReader()
}

function show (page) {
  const [old, fresh] = [document, page].map(each => each.getElementById('pack'))
  if (old.dataset.state === fresh.dataset.state) {
    document.getElementById('pack-progress').value = page.getElementById('pack-progress').value
  } else {
    // what had the focus is about to go: the reader stays at the head of the page
    if (old.contains(document.activeElement)) document.querySelector('h1').focus()
    old.replaceWith(document.adoptNode(fresh))
    document.title = page.title
  }
  say(page.getElementById('pack-said').textContent)
}

// read aloud when there is something new, and only then
function say (text) {
  const said = document.getElementById('pack-said')
  if (said.textContent !== text) said.textContent = text
}

function leaveToTheReader () {
  const link = document.getElementById('pack-reload')
  if (link) link.hidden = false
}
