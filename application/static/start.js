// Starts the GOV.UK components and our own, and shows the button that prints a form. Every page works without this file.
import { initAll } from './govuk-frontend/govuk-frontend.min.js'
import { startLongLists } from './long-list.js'

initAll()
startLongLists()

for (const button of document.querySelectorAll('[data-redress-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
