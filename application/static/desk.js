// Lets an email be dropped anywhere on a page of the desk that takes files. The page works without this file.
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
