/** Values as people read them. Money stays a whole number of fen: only its digits are cut, nothing is computed. */

import { firstOf, has, t } from './texts.js';

/** 61500 → `615`, 61550 → `615.50`. */
export function yuan(fen) {
  const digits = String(fen).replace('-', '').padStart(3, '0');
  const rest = digits.slice(-2);
  return `${String(fen).startsWith('-') ? '-' : ''}${digits.slice(0, -2)}${rest === '00' ? '' : `.${rest}`}`;
}

export const money = (fen) => (fen == null ? '–' : t('money', { yuan: yuan(fen) }));

/** `2025-03-10T10:00:00.000+08:00` → `03-10 10:00`: the daemon's own clock, which may differ from the browser's. */
export const moment = (time) => (time ? `${time.slice(5, 10)} ${time.slice(11, 16)}` : '–');

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

/** What a code of the catalogues says: its values are put into words first. `prefix` is `hint` or `reason`. */
export function explain(prefix, { code, values = {} }, suffix = '') {
  const words = { ...values, code: values.code ?? code };
  if (values.part) words.part = t(`part.${values.part}`);
  if (values.step) words.step = t(`step.${values.step}`);
  if (values.kind) words.kind = has(`plate.kind.${values.kind}`) ? t(`plate.kind.${values.kind}`) : values.kind;
  if (values.code) words.problem = problem({ code: values.code });
  return firstOf([`${prefix}.${code}${suffix}`, `${prefix}.other${suffix}`], words);
}

/** What an error means to staff. Its own message and remedy are for technicians. */
export const problem = ({ code }) => firstOf([`error.${code}`, 'error.other'], { code });
