/** The end of a day: what was recorded, what of it the central confirmed, on screen and on the kiosk's paper. */

import { button, el, say, show } from '/assets/dom.js';
import { money, moment } from '/assets/format.js';
import { language, t } from '/assets/texts.js';
import { getDay, printDay } from './calls.js';
import { act, desk, follow, isFresh } from './desk.js';
import { tell } from './dialogs.js';
import { machineTime, problemText, signature } from './status.js';

const DAY_MS = 86_400_000;
/** The programme's days are those at UTC+8. */
const OFFSET_MS = 8 * 3_600_000;
const dayOf = (time) => new Date(time + OFFSET_MS).toISOString().slice(0, 10);

export function day() {
  let date = dayOf(desk.status ? machineTime(desk.status) : Date.now());
  let asked = 0;
  /** Of the status when the day was asked for. */
  let seen = '';
  // A browser's own field for dates writes them as its language does, not as the page's: 03/10 could be either day.
  const input = el('input', { type: 'text', class: 'input', id: 'day-date', testid: 'day-date', value: date,
    inputmode: 'numeric', maxlength: 10, placeholder: '2025-03-01', autocomplete: 'off' });
  say(input, () => t('desk.day.date'), 'aria-label');
  input.addEventListener('change', () => {
    const typed = input.value.trim().replace(/[/.]/g, '-');
    if (/^\d{4}-\d{2}-\d{2}$/.test(typed) && !Number.isNaN(Date.parse(typed))) load(typed);
    else input.value = date;
  });
  const step = (testid, by, text) => button({
    testid,
    text: () => t(text),
    className: 'quiet',
    press: () => load(dayOf(Date.parse(`${date}T00:00:00+08:00`) + by * DAY_MS)),
  });
  const print = button({ testid: 'day-print', text: () => t('action.print'), draws: 'paper', className: 'primary', press: toPaper });
  const slip = el('div', { class: 'slip', testid: 'day-slip' });
  const node = el(
    'div',
    { class: 'day' },
    el('div', { class: 'day-choice' }, step('day-before', -1, 'desk.day.before'), input,
      step('day-after', 1, 'desk.day.after'), print),
    slip,
  );

  /** `byItself`: nobody asked, the numbers changed; what is shown stays until the answer is there. */
  async function load(wanted, byItself = false) {
    date = wanted;
    if (!byItself) input.value = wanted;
    asked += 1;
    const mine = asked;
    seen = signature(desk.status);
    if (!byItself) {
      slip.dataset.state = 'loading';
      slip.replaceChildren(el('p', { class: 'empty', said: () => t('desk.loading') }));
    }
    const { ok, answer } = await (byItself ? follow(getDay(date, true)) : act(getDay(date)));
    if (mine !== asked || !node.isConnected) return;
    slip.dataset.state = ok ? 'there' : 'failed';
    slip.replaceChildren(...(ok ? content(answer) : [el('p', {
      class: 'note note-bad',
      said: () => problemText(answer?.error ?? { code: 'request.failed' }),
    })]));
    show(print, ok);
    mark();
  }

  /** What was counted before the news stopped says nothing of now. */
  function mark() {
    const verdict = slip.querySelector('.slip-verdict');
    if (verdict) verdict.dataset.level = isFresh() ? levels[verdict.dataset.verdict] : 'unknown';
  }

  const update = ({ status }) => {
    mark();
    if (status && signature(status) !== seen) load(date, true);
  };

  async function toPaper() {
    print.disabled = true;
    const done = await act(printDay(date, language()));
    print.disabled = false;
    tell(done, ({ outcome, problem }) => [t(`print.${outcome}`), problem && problemText(problem)].filter(Boolean).join(' '));
  }

  load(date);
  return { node, update };
}

const levels = { none: 'good', all: 'good', gaps: 'bad', open: 'wait' };

function content(slip) {
  const { recorded, confirmed, firstNumber, lastNumber, unconfirmed, needsPerson, amountFen, proof } = slip;
  const whole = recorded === confirmed && unconfirmed.length === 0 && needsPerson === 0;
  const gaps = proof?.missing ?? [];
  const verdict = recorded === 0 ? 'none' : !whole ? 'open' : gaps.length > 0 ? 'gaps' : 'all';
  const facts = [
    ['recorded', () => String(recorded)],
    ['numbers', () => (firstNumber ? `${firstNumber}\n${lastNumber}` : '–')],
    ['confirmed', () => `${confirmed} / ${recorded}`],
    ['needs-person', () => String(needsPerson)],
    ['amount', () => money(amountFen)],
    ['proof', () => proofText(proof)],
  ];
  return [
    el('p', { class: 'slip-verdict', testid: 'day-verdict', 'data-verdict': verdict,
      said: () => t(`desk.day.${verdict}`, { count: recorded - confirmed, missing: gaps.join(', ') }) }),
    el('dl', { class: 'slip-facts' }, ...facts.map(([name, text]) => el('div', { testid: `day-${name}` },
      el('dt', { said: () => t(`desk.day.fact.${name}`) }), el('dd', { said: text })))),
    unconfirmed.length > 0 && el('section', { class: 'slip-open' },
      el('h2', { said: () => t('desk.day.unconfirmed') }),
      el('p', { class: 'slip-numbers', testid: 'day-unconfirmed', said: () => unconfirmed.join(' · ') })),
  ].filter(Boolean);
}

function proofText(proof) {
  if (!proof) return t('desk.day.proof.none');
  const key = proof.complete ? 'desk.day.proof.whole' : 'desk.day.proof.gaps';
  const words = t(key, { count: proof.count, time: unbroken(moment(proof.at)), missing: proof.missing.join(', ') });
  return proof.accounted > 0 ? `${words}\n${t('desk.day.proof.accounted', { count: proof.accounted })}` : words;
}

/** Stays on one line. */
const unbroken = (text) => text.replaceAll('-', '\u2011').replaceAll(' ', '\u00a0');
