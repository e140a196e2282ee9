// Lets an email be dropped anywhere on a page of the desk that takes files, and looks for the same people while an
// officer types. Every page works without this file.
const form = document.querySelector('form[data-drop]')
const zone = form?.querySelector('[data-drop-zone]')
const box = zone?.querySelector('input[type=file]')

const holdsFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files')

function send () {
  // The button that reads the files, where the form has others beside it.
  form.requestSubmit(form.querySelector('button[name=act][value=read]') ?? undefined)
}

if (box) {
  document.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    zone.classList.add('redress-drop--over')
  })
  document.addEventListener('dragleave', () => zone.classList.remove('redress-drop--over'))
  document.addEventListener('drop', (event) => {
    if (!holdsFiles(event) || !event.dataTransfer.files.length) return
    event.preventDefault()
    zone.classList.remove('redress-drop--over')
    box.files = event.dataTransfer.files
    send()
  })
  box.addEventListener('change', () => { if (box.files.length) send() })
}

const same = document.querySelector('[data-same]')
const ASKED = /^(csrf_token|name|email|phone|link|children-\d+-(name|date_of_birth))$/
let waiting, asking

async function lookForTheSame () {
  const told = new FormData()
  for (const [name, said] of new FormData(form)) if (ASKED.test(name)) told.append(name, said)
  asking?.abort()
  asking = new AbortController()
  try {
    const answer = await fetch(same.dataset.same, { method: 'POST', body: told, signal: asking.signal })
    if (answer.ok) same.querySelector('[role=status]').innerHTML = (await answer.json()).html
  } catch (error) {
    if (error.name !== 'AbortError') throw error
  }
}

if (same) {
  form.addEventListener('input', (event) => {
    if (!ASKED.test(event.target.name) || event.target.name === 'link') return
    clearTimeout(waiting)
    waiting = setTimeout(lookForTheSame, 350)
  })
}
