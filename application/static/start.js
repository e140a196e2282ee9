// Starts the GOV.UK components. Every page works without this file.
import { initAll } from './govuk-frontend/govuk-frontend.min.js'

initAll()
