/**
 * Correct and resend: only what is ticked is sent, the rest stays as it was recorded. What is typed lives in its field
 * only, and is gone with the dialog.
 */

import { choices } from '/assets/choices.js';
import { open } from '/assets/dialog.js';
import { button, el, say, show } from '/assets/dom.js';
import { explain, grouped } from '/assets/format.js';
import { photoField } from '/assets/photo.js';
import { t } from '/assets/texts.js';
import { amend } from './calls.js';
import { act } from './desk.js';
import { tell } from './dialogs.js';
import { problemText } from './status.js';

const usualVolts = [48, 60, 72];
/** What the central asks for, by its reason's code: the section that is open at once. */
const asked = {
  'correct-bank-card': 'card',
  'correct-certificate': 'certificate',
  'correct-battery': 'battery',
  'correct-motor': 'motor',
  'correct-frame': 'frame',
};

export function openAmendment(claim) {
  const sections = [bankCard(), part('battery'), part('motor'), part('frame'), certificate()];
  const { reason: why } = claim;
  const preset = sections.find(({ name }) => name === (asked[why?.code] ?? why?.values?.part));
  if (preset) preset.open();
  const reason = el('textarea', { class: 'input', id: 'amend-reason', testid: 'amend-reason', maxlength: 200, rows: 2 });
  const trouble = el('p', { class: 'note note-bad', role: 'alert', testid: 'amend-problem', hidden: true });
  const form = el(
    'form',
    { class: 'amend', id: 'amend-form', novalidate: true, autocomplete: 'off' },
    why && el('p', { class: 'note note-wait', testid: 'amend-why', said: () => explain('reason', why, '.text') }),
    el('p', { said: () => t('desk.amend.text', { number: claim.claimNumber }) }),
    el('h3', { said: () => t('desk.amend.what') }),
    ...sections.map(({ node }) => node),
    el('div', { class: 'field' }, el('label', { for: 'amend-reason', said: () => t('desk.amend.reason') }), reason),
    el('p', { class: 'small', said: () => t('desk.amend.reason.text') }),
    trouble,
  );
  const submit = button({
    testid: 'amend-submit',
    text: () => t('desk.amend.send'),
    className: 'primary',
    type: 'submit',
    form: 'amend-form',
  });
  const close = button({ testid: 'dialog-close', text: () => t('action.close'), className: 'quiet',
    press: () => dialog.close() });
  const dialog = open('amend-dialog', () => t('desk.amend'), [form], [close, submit]);
  dialog.classList.add('dialog-wide');
  (preset ?? sections[0]).focus();

  const wrong = (key, field) => {
    show(trouble, true);
    trouble.dataset.code = key;
    say(trouble, () => t(key));
    (field ?? trouble).focus?.();
    trouble.scrollIntoView({ block: 'nearest' });
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const entry = { reason: reason.value.trim() };
    const chosen = sections.filter((section) => section.isOpen());
    // Where the number is another's at the central, one of its own is correction enough.
    if (chosen.length === 0 && !/^claim\.number-taken$/.test(claim.problem?.code ?? '')) return wrong('desk.amend.nothing');
    for (const section of chosen) {
      const fault = section.add(entry);
      if (fault) return wrong(fault.key, fault.field);
    }
    if ([...entry.reason].length < 3) return wrong('desk.amend.reason.missing', reason);
    submit.disabled = true;
    const done = await act(amend(claim.claimId, entry));
    submit.disabled = false;
    if (done.ok || done.status === 401) {
      dialog.close();
      tell(done, (made) => t('desk.amend.done', { number: made.claimNumber }));
      return undefined;
    }
    const error = done.answer?.error ?? { code: 'request.failed' };
    show(trouble, true);
    trouble.dataset.code = error.code;
    if (/^claim\.card-unusual$/.test(error.code)) sections[0].doubt();
    say(trouble, () => [problemText(error), refusalText(error)].filter(Boolean).join(' '));
    trouble.scrollIntoView({ block: 'nearest' });
    return undefined;
  });
}

/** What the machine says of an entry that it did not take: the page has no words for every one. */
const refusalText = ({ code, message }) =>
  (/^(claim\.(not-amendable|invalid)|session\.input-invalid)$/.test(code) && message ? `(${message})` : '');

/** A tick that opens what can be corrected. `add(entry)` gives `{key, field}` when something is missing. */
function section(name, title, content, add) {
  const tick = el('input', { type: 'checkbox', class: 'tick', id: `amend-${name}`, testid: `amend-${name}` });
  const box = el('div', { class: 'amend-fields', hidden: true }, ...content);
  tick.addEventListener('change', () => show(box, tick.checked));
  const node = el(
    'section',
    { class: 'amend-section' },
    el('label', { class: 'amend-tick', for: tick.id }, tick, el('span', { said: title })),
    box,
  );
  const opened = () => {
    tick.checked = true;
    show(box, true);
  };
  return { name, node, open: opened, focus: () => tick.focus(), isOpen: () => tick.checked, add };
}

function bankCard() {
  const digits = (testid) => {
    const input = field(testid, 24, { inputmode: 'numeric', class: 'input digits' });
    input.addEventListener('input', () => { input.value = grouped(input.value); });
    return input;
  };
  const number = digits('amend-card-number');
  const repeated = digits('amend-card-repeated');
  const plain = (input) => input.value.replace(/\D/g, '');
  // Only after the machine doubted this very number: a tick that is always there is ticked always.
  const sure = el('input', { type: 'checkbox', class: 'tick', id: 'amend-card-sure', testid: 'amend-card-sure' });
  const word = el('label', { class: 'amend-tick', for: sure.id, hidden: true }, sure,
    el('span', { said: () => t('desk.amend.card.sure') }));
  const doubt = (isDoubted) => {
    sure.checked = false;
    show(word, isDoubted);
  };
  for (const input of [number, repeated]) input.addEventListener('input', () => doubt(false));
  const made = section('card', () => t('desk.amend.card'), [
    labelled('desk.amend.card.number', number),
    labelled('desk.amend.card.again', repeated),
    word,
  ], (entry) => {
    if (plain(number).length < 12) return { key: 'desk.amend.card.missing', field: number };
    if (plain(number) !== plain(repeated)) return { key: 'desk.amend.card.differs', field: repeated };
    entry.bankCard = { number: plain(number), repeated: plain(repeated) };
    if (sure.checked) entry.bankCard.confirmUnusual = true;
    return null;
  });
  return { ...made, doubt: () => doubt(true) };
}

function part(name) {
  const condition = choices(`amend-${name}-condition`, ['present', 'missing', 'wrong'], {
    name: 'desk.amend.condition',
    prefix: 'part',
  });
  const state = choices(`amend-${name}-serial`, ['read', 'illegible', 'ground-off', 'none'], {
    name: 'desk.amend.serial',
    prefix: 'desk.amend.serial',
  });
  const serial = field(`amend-${name}-serial-text`, 64);
  const volts = field(`amend-${name}-volts`, 3, { inputmode: 'numeric', list: 'amend-usual-volts' });
  const label = choices(`amend-${name}-label`, ['read', 'illegible', 'none'], {
    name: 'desk.amend.label',
    prefix: 'desk.amend.label',
  });
  const content = [
    titled('desk.amend.condition', condition.node),
    titled('desk.amend.serial', state.node),
    labelled('desk.amend.serial.text', serial),
  ];
  if (name === 'battery') {
    const usual = el('datalist', { id: 'amend-usual-volts' }, ...usualVolts.map((value) => el('option', { value })));
    content.push(titled('desk.amend.label', label.node), labelled('desk.amend.volts', volts), usual);
  }
  return section(name, () => t(`desk.amend.part.${name}`), content, (entry) => {
    const found = { condition: condition.value(), serialState: state.value() };
    if (found.condition === 'missing') {
      // What is not there has no serial.
      delete found.serialState;
    } else if (found.serialState === 'read') {
      if (serial.value.trim() === '') return { key: 'desk.amend.serial.missing', field: serial };
      found.serial = serial.value.trim();
    }
    if (name === 'battery' && found.condition === 'present') {
      found.label = label.value();
      if (found.label === 'read') {
        const value = Number(volts.value);
        if (!Number.isInteger(value) || value < 12 || value > 400) {
          return { key: 'desk.amend.volts.missing', field: volts };
        }
        found.volts = value;
      }
    }
    entry.parts = { ...entry.parts, [name]: found };
    return null;
  });
}

function certificate() {
  const kind = choices('amend-issuer', ['community', 'village-committee'], {
    name: 'ownership.issuer-kind',
    prefix: 'ownership.issuer',
  });
  const issuer = field('amend-issuer-name', 80);
  const number = field('amend-certificate-number', 80);
  const date = field('amend-certificate-date', 10, { placeholder: '2025-03-01', inputmode: 'numeric' });
  const signatory = field('amend-signatory', 80);
  const photo = photoField();
  return section('certificate', () => t('desk.amend.certificate'), [
    titled('ownership.issuer-kind', kind.node),
    labelled('ownership.issuer', issuer),
    labelled('ownership.number', number),
    labelled('ownership.date', date),
    labelled('ownership.signatory', signatory),
    photo.node,
  ], (entry) => {
    const empty = [issuer, number, date].find((input) => input.value.trim() === '');
    if (empty) return { key: 'desk.amend.certificate.missing', field: empty };
    if (photo.isSending()) return { key: 'ownership.photo.wait', field: photo };
    entry.certificate = {
      issuerKind: kind.value(),
      issuer: issuer.value.trim(),
      number: number.value.trim(),
      issuedOn: date.value.trim().replace(/[/.]/g, '-'),
      ...(signatory.value.trim() ? { signatory: signatory.value.trim() } : {}),
      ...(photo.value() ? { photo: photo.value() } : {}),
    };
    return null;
  });
}

function field(testid, maxlength, rest = {}) {
  return el('input', { type: 'text', class: 'input', id: testid, testid, maxlength, autocomplete: 'off',
    spellcheck: 'false', ...rest });
}

const labelled = (key, input) =>
  el('div', { class: 'field' }, el('label', { for: input.id, said: () => t(key) }), input);

const titled = (key, node) =>
  el('div', { class: 'field' }, el('span', { class: 'field-title', said: () => t(key) }), node);
