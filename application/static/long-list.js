// Makes a long list searchable: a box to type in, and under it the choices that fit (the combobox of the WAI-ARIA
// Authoring Practices, with the list picked from by arrows). The list itself stays the answer that is sent, so that
// nothing depends on this file. Words that fit no choice are sent as they are and asked about, never lost.

const MOST_TYPED = 200

export function startLongLists (root = document) {
  root.querySelectorAll('select.redress-long-list').forEach((select, number) => new LongList(select, number))
}

class LongList {
  constructor (select, number) {
    this.select = select
    this.choices = [...select.options].filter(option => option.value).map(option => ({
      value: option.value, label: option.label, words: folded(option.label)
    }))
    this.shown = []
    this.active = -1
    this.build(`${select.id}-list-${number}`)
    this.listen()
  }

  build (listId) {
    const { select } = this
    this.input = document.createElement('input')
    for (const [name, value] of Object.entries({
      type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', maxlength: MOST_TYPED,
      'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': listId
    })) this.input.setAttribute(name, value)
    this.input.id = select.id
    this.input.className = 'govuk-input redress-long-list__box'
    if (select.classList.contains('govuk-select--error')) this.input.classList.add('govuk-input--error')
    if (select.hasAttribute('aria-describedby')) {
      this.input.setAttribute('aria-describedby', select.getAttribute('aria-describedby'))
    }
    this.input.value = select.value ? select.selectedOptions[0].label : select.dataset.typed || ''
    if (!select.value && this.input.value) this.keepWords(this.input.value)

    this.list = document.createElement('ul')
    this.list.id = listId
    this.list.className = 'govuk-list redress-long-list__choices'
    this.list.setAttribute('role', 'listbox')
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`)
    this.list.setAttribute('aria-label', label ? label.textContent.trim() : 'Choices')
    this.list.hidden = true

    this.status = document.createElement('div')
    this.status.className = 'govuk-hint redress-long-list__status'
    this.status.setAttribute('role', 'status')

    select.id = `${select.id}-sent`
    select.hidden = true
    select.after(this.input, this.list, this.status)
  }

  listen () {
    this.input.addEventListener('input', () => { this.choose(); this.open(this.input.value) })
    this.input.addEventListener('click', () => { if (this.list.hidden) this.open('') })
    this.input.addEventListener('keydown', event => this.press(event))
    this.input.addEventListener('blur', () => { this.close(); this.choose() })
    // A press on a choice must not take the focus from the box first.
    this.list.addEventListener('mousedown', event => event.preventDefault())
    this.list.addEventListener('click', event => {
      const item = event.target.closest('[role=option]')
      if (item) this.take(this.shown[[...this.list.children].indexOf(item)])
    })
  }

  press (event) {
    const isOpen = !this.list.hidden
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      if (!isOpen) this.open(this.chosen() ? '' : this.input.value)
      this.move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Enter' && isOpen && this.active >= 0) {
      event.preventDefault()
      this.take(this.shown[this.active])
    } else if (event.key === 'Escape' && (isOpen || this.input.value)) {
      event.preventDefault()
      if (isOpen) {
        this.close()
      } else {
        this.input.value = ''
        this.choose()
      }
    } else if (event.key === 'Tab' && isOpen && this.active >= 0) {
      this.take(this.shown[this.active])
    }
  }

  open (typed) {
    const words = folded(typed).split(' ').filter(Boolean)
    this.shown = this.choices.filter(choice => words.every(word => ` ${choice.words}`.includes(` ${word}`)))
    this.active = -1
    this.input.removeAttribute('aria-activedescendant')
    this.list.replaceChildren(...this.shown.map((choice, place) => {
      const item = document.createElement('li')
      item.id = `${this.list.id}-${place}`
      item.setAttribute('role', 'option')
      item.setAttribute('aria-selected', 'false')
      item.textContent = choice.label
      return item
    }))
    const fit = this.shown.length
    this.show(fit > 0)
    this.status.textContent = fit === 0
      ? 'Nothing in the list fits. Try fewer letters or another word.'
      : `${fit} in the list ${fit === 1 ? 'fits' : 'fit'}. Use the arrow keys to choose.`
  }

  move (step) {
    if (!this.shown.length) return
    const from = this.active < 0 && step < 0 ? 0 : this.active
    this.active = (from + step + this.shown.length) % this.shown.length
    for (const [place, item] of [...this.list.children].entries()) {
      item.setAttribute('aria-selected', String(place === this.active))
    }
    const item = this.list.children[this.active]
    this.input.setAttribute('aria-activedescendant', item.id)
    item.scrollIntoView({ block: 'nearest' })
  }

  take (choice) {
    this.input.value = choice.label
    this.choose()
    this.close()
    this.status.textContent = `${choice.label} is chosen.`
  }

  choose () {
    const choice = this.chosen()
    if (choice) this.select.value = choice.value
    else this.keepWords(this.input.value)
  }

  chosen () {
    const typed = folded(this.input.value)
    return this.choices.find(choice => choice.words === typed)
  }

  // Sends what was typed, so that the page can show it again beside what to do about it.
  keepWords (words) {
    this.select.querySelector('option[data-words]')?.remove()
    if (!words.trim()) {
      this.select.value = ''
      return
    }
    const option = new Option(words, words, false, true)
    option.dataset.words = ''
    this.select.append(option)
    this.select.value = words
  }

  show (isShown) {
    this.list.hidden = !isShown
    this.input.setAttribute('aria-expanded', String(isShown))
  }

  close () {
    this.show(false)
    this.active = -1
    this.input.removeAttribute('aria-activedescendant')
    this.status.textContent = ''
  }
}

function folded (words) {
  const plain = words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/['’‘`]/g, '')
  return (plain.match(/[\p{L}\p{N}]+/gu) || []).join(' ')
}
