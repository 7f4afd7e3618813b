/** Values as people read them. Money stays a whole number of fen: only its digits are cut, nothing is computed. */

import { store } from './store.js';
import { firstOf, has, ownText, t } from './texts.js';

/** 61500 → `615`, 61550 → `615.50`. */
export function yuan(fen) {
  const digits = String(fen).replace('-', '').padStart(3, '0');
  const rest = digits.slice(-2);
  return `${String(fen).startsWith('-') ? '-' : ''}${digits.slice(0, -2)}${rest === '00' ? '' : `.${rest}`}`;
}

export const money = (fen) => (fen == null ? '–' : t('money', { yuan: yuan(fen) }));

/** `2025-03-10T10:00:00.000+08:00` → `03-10 10:00`: the daemon's own clock, which may differ from the browser's. */
export const moment = (time) => (time ? `${time.slice(5, 10)} ${time.slice(11, 16)}` : '–');

/** `2025-03-10` → `03-10`, where there is no room for the year. */
export const dayText = (day) => (day ? day.slice(5) : '–');

/** How long ago `since` was, from two times of the daemon's clock and what passed here since they came. */
export function age(since, now, elapsedMilliseconds) {
  const minutes = Math.floor((Date.parse(now) - Date.parse(since) + elapsedMilliseconds) / 60_000);
  if (!(minutes >= 1)) return t('age.now');
  if (minutes < 60) return t('age.minutes', { n: minutes });
  if (minutes < 48 * 60) return t('age.hours', { n: Math.floor(minutes / 60) });
  return t('age.days', { n: Math.floor(minutes / 1_440) });
}

/** Digits in groups of four, as on the card. */
export const grouped = (text) => text.replace(/\D/g, '').slice(0, 19).replace(/(\d{4})(?=\d)/g, '$1 ');

/** What a code says: its values are put into words first. `prefix` is `hint`, `reason` or `warning`. */
export function explain(prefix, { code, values = {} }, suffix = '') {
  const words = { ...values, code: values.code ?? code };
  if (values.part) words.part = t(`part.${values.part}`);
  if (values.step) words.step = t(`step.${values.step}`);
  if (values.kind) words.kind = kindText(values.kind);
  if (values.kinds) words.kinds = values.kinds.split(', ').map(kindText).join(' · ');
  if (values.code) words.problem = problem({ code: values.code });
  return firstOf([`${prefix}.${code}${suffix}`, `${prefix}.other${suffix}`], words);
}

/** As the programme calls a kind of plate; else as the registry does. */
function kindText(kind) {
  const title = store.snapshot?.programme.plateKinds[kind];
  return title ? ownText(title) : kind;
}

/** A fact that a rule looked at, in words. `programme` names the conditions of a bike without a plate. */
export function valueText(name, value, programme) {
  switch (name) {
    case 'plateKind': return kindText(value);
    case 'voltage':
    case 'recordVoltage': return t('volts', { volts: value });
    case 'kilometres': return t('kilometres', { kilometres: value });
    case 'registryAge': return t('age.days', { n: value });
    case 'condition': return conditionText(value, programme);
    case 'part': return has(`part.${value}`) ? t(`part.${value}`) : value;
    default: return has(`fact.${name}.${value}`) ? t(`fact.${name}.${value}`) : value;
  }
}

/** The condition of a bike without a plate, as the programme calls it. */
export function conditionText(condition, programme) {
  const row = programme?.plateless?.find((candidate) => candidate.condition === condition);
  return row ? ownText(row.title) : condition;
}

/** What a tariff's row is about: `60 V`, `0–999 km`, `from 1000 km`; a flat amount has its own words. */
export function rangeText({ from, to }, by) {
  if (by === 'flat' || (from == null && to == null)) return t('tariff.flat');
  const unit = (value) => (by === 'kilometres' ? t('kilometres', { kilometres: value }) : t('volts', { volts: value }));
  if (from == null) return t('tariff.up-to', { to: unit(to) });
  if (to == null) return t('tariff.from', { from: unit(from) });
  return from === to ? unit(from) : unit(`${from}–${to}`);
}

/** What an error means to staff. Its own message and remedy are for technicians. */
export const problem = ({ code }) => firstOf([`error.${code}`, 'error.other'], { code });
