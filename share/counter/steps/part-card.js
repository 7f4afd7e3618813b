/** One part: drawing, serial, and whether it is there. */

import { button, el, icon, say, show } from '../dom.js';
import { t } from '../texts.js';

const conditions = { present: 'check', missing: 'cross', wrong: 'swap' };
const unread = ['illegible', 'ground-off'];

/** `open()` asks for this card, `judge(name, condition)` says what was found. */
export function partCard(name, { open, judge }) {
  /** `illegible`, `ground-off` or null. */
  let serialState = null;
  let scanned = null;

  const finding = el('p', { class: 'part-finding' });
  const findingSerial = el('p', { class: 'part-finding-serial' });
  const opener = el(
    'button',
    { type: 'button', class: 'part-head', testid: `part-${name}-open`, on: { click: open } },
    icon(name, 'drawing'),
    el('span', { class: 'part-name', said: () => t(`step.${name}`) }),
  );
  const input = el('input', {
    type: 'text',
    class: 'input',
    testid: `part-${name}-serial`,
    maxlength: 64,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'hint',
  });
  say(input, () => t('part.serial'), 'aria-label');
  say(input, () => t('part.serial'), 'placeholder');
  input.addEventListener('input', () => setSerialState(null));
  // Enter in the serial must not judge: that is what the buttons are for.
  const use = button({
    testid: `part-${name}-serial-use`,
    text: () => '',
    className: 'quiet part-use',
    press: useScan,
  });
  const states = unread.map((state) =>
    button({
      testid: `part-${name}-serial-${state}`,
      text: () => t(`part.serial.${state}`),
      className: 'quiet toggle',
      press: () => setSerialState(serialState === state ? null : state),
      'aria-pressed': 'false',
    }));
  const judging = Object.entries(conditions).map(([condition, draws]) =>
    button({
      testid: `part-${name}-${condition}`,
      text: () => t(`part.${condition}`),
      draws,
      className: condition === 'present' ? 'primary part-present' : 'quiet part-not',
      press: () => judge(name, condition),
    }));
  // Anchored at the card's foot, and the offer takes the place of a row: no judging button moves under a finger.
  const pairs = [states, judging.slice(1)].map((buttons) => el('div', { class: 'pair' }, ...buttons));
  const work = el('div', { class: 'part-work' }, input, use, pairs[0], judging[0], pairs[1]);
  const done = el('div', { class: 'part-done' }, finding, findingSerial);
  const node = el('section', { class: 'part-card', testid: `part-${name}` }, opener, work, done);
  say(node, () => t(`step.${name}`), 'aria-label');

  function setSerialState(state) {
    serialState = state;
    if (state) input.value = '';
    for (const [index, value] of unread.entries()) states[index].setAttribute('aria-pressed', String(value === state));
  }

  function offer(offered) {
    show(use, offered);
    show(pairs[0], !offered);
  }

  function useScan() {
    setSerialState(null);
    input.value = scanned ?? '';
    offer(false);
  }

  function update(session, isOpen, isPresent) {
    const part = session.parts[name];
    node.dataset.state = part ? part.condition : 'later';
    node.dataset.open = String(isOpen);
    opener.setAttribute('aria-expanded', String(isOpen));
    show(work, isOpen);
    show(done, !isOpen);
    judging[0].setAttribute('aria-pressed', String(isPresent));
    say(finding, () => (part ? findingText(part) : t('part.later')));
    say(findingSerial, () => (part ? serialText(part) : ''));
    takeScan(isOpen ? (session.scannedSerial ?? null) : null);
  }

  /** A new scan fills an empty field; over something typed it is only offered. */
  function takeScan(serial) {
    if (serial === scanned) return;
    const untouched = input.value === '' || input.value === scanned;
    scanned = serial;
    if (serial !== null && untouched) useScan();
    offer(serial !== null && input.value !== serial);
    say(use.querySelector('.label'), () => t('part.serial.scanned', { serial: scanned ?? '' }));
  }

  offer(false);
  return {
    node,
    update,
    clear: () => {
      setSerialState(null);
      input.value = '';
      scanned = null;
      offer(false);
    },
    serial: () => {
      const text = input.value.trim();
      if (text) return { serialState: 'read', serial: text };
      if (serialState) return { serialState };
      // A scan that was cleared away must not come back as the daemon's own.
      return scanned === null ? {} : { serialState: 'none' };
    },
  };
}

/** Whether it is there and, of a battery, what its label, its blocks and the meter say. */
export function findingText({ condition, label, volts, blocks, meterMillivolts }) {
  const said = label === 'illegible' ? t('part.volts.illegible') : volts && t('volts', { volts });
  return [t(`part.${condition}`), said, ...evidenceTexts({ blocks, meterMillivolts })].filter(Boolean).join(' · ');
}

/** What was counted and measured. */
export const evidenceTexts = ({ blocks, meterMillivolts }) => [
  blocks && t('part.volts.blocks.value', { blocks }),
  meterMillivolts && t('part.volts.meter.value', { volts: decimal(meterMillivolts) }),
].filter(Boolean);

/** 61250 → `61.25`: digits are cut, nothing is computed. */
const decimal = (thousandths) => {
  const digits = String(thousandths).padStart(4, '0');
  const rest = digits.slice(-3).replace(/0+$/, '');
  return rest ? `${digits.slice(0, -3)}.${rest}` : digits.slice(0, -3);
};

export const serialText = ({ serialState, serial }) => t(`part.serial.${serialState}`, { serial });
