// Starts the GOV.UK components and our own. Every page works without this file.
import { initAll } from './govuk-frontend/govuk-frontend.min.js'
import { startLongLists } from './long-list.js'

initAll()
startLongLists()
