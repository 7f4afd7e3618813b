/**
 * What a status means, as values: how serious it is, and why. The machine says a light of its own; the page believes
 * whichever of both is worse, so that nothing unsent can ever look green.
 */

import { has, t } from '/assets/texts.js';
import { age, moment } from '/assets/format.js';

/** How the machine judges what is left of the disk and of the certificate's time → how serious it is. */
export const reserves = { enough: 'good', little: 'wait', none: 'bad' };

const count = (value) => Number.isSafeInteger(value) && value >= 0;

/** `unknown`, `bad`, `wait` or `good`. */
export function levelOf(status, fresh = true) {
  if (!status || !fresh) return 'unknown';
  const { waiting, needsPerson, photosWaiting, photosNeedPerson, returned } = status;
  if (![waiting, needsPerson, photosWaiting, photosNeedPerson, returned].every(count)) return 'unknown';
  const levels = reasonsOf(status).map((reason) => reason.level);
  if (status.light === 'red' || levels.includes('bad')) return 'bad';
  if (status.light !== 'green' || levels.includes('wait')) return 'wait';
  return 'good';
}

/** Changes when the lists and the day's count do. */
export function signature(status) {
  if (!status) return '';
  const { waiting, needsPerson, returned, accepted, inReview, duplicate, lastSequence, confirmedUpTo } = status;
  return [waiting, needsPerson, returned, accepted, inReview, duplicate, lastSequence, confirmedUpTo].join();
}

/** The largest letters on the page. */
export function headlineOf(status, level) {
  if (level === 'unknown') return t('desk.light.unknown');
  if (level === 'good') return t('desk.light.good');
  if (level === 'bad') return t('desk.light.bad');
  if (status.paused) return t('desk.light.paused');
  if (status.waiting > 0) return t('desk.light.waiting', { count: status.waiting });
  if (status.photosWaiting > 0) return t('desk.light.photos', { count: status.photosWaiting });
  return t('desk.light.wait');
}

/** Why it is not green: `{level, code, text(), next(), trouble?, details?}`, the worst first. */
export function reasonsOf(status) {
  const reasons = [];
  const say = (level, code, values = {}) => {
    reasons.push({ level, code, text: () => t(`desk.why.${code}`, values), next: () => t(`desk.do.${code}`, values) });
  };
  const { waiting, needsPerson, returned, photosWaiting, photosNeedPerson, lastSequence, confirmedUpTo } = status;
  const quote = (level, code, trouble) => {
    reasons.push({ level, code, text: () => problemText(trouble), next: () => '', trouble });
  };
  if (status.stopped) quote('bad', 'stopped', status.stopped);
  if (status.photosMissing) quote('bad', 'photos-missing', status.photosMissing);
  if (needsPerson > 0) say('bad', 'needs-person', { count: needsPerson });
  if (returned > 0) say('bad', 'returned', { count: returned });
  if (photosNeedPerson > 0) {
    say('bad', 'photos-need-person', { count: photosNeedPerson, number: status.photoTrouble?.claimNumber });
    reasons.at(-1).details = status.photoTrouble?.problem;
  }
  if (status.clock === 'set-back') say('bad', 'clock');
  if (status.space !== 'enough') {
    const isFull = status.space !== 'little';
    say(isFull ? 'bad' : 'wait', isFull ? 'no-room' : 'little-room', { count: status.roomForClaims });
  }
  if (status.certificate && status.certificate !== 'enough') {
    say(reserves[status.certificate] ?? 'bad', 'certificate', { days: Math.max(status.certificateDays, 0) });
  }
  if (status.paused) {
    say('wait', 'paused', { supervisor: status.paused.by, time: moment(status.paused.since) });
  }
  if (waiting > 0) say('wait', 'waiting', { count: waiting, age: ageText(status.oldestAgeSeconds) });
  if (photosWaiting > 0) say('wait', 'photos', { count: photosWaiting });
  if (waiting === 0 && needsPerson === 0 && confirmedUpTo < lastSequence) {
    say('wait', 'unconfirmed', { count: lastSequence - confirmedUpTo });
  }
  if (status.lastProblem) {
    // The central does not take this kiosk's certificate: nothing goes until a person has enrolled it anew.
    quote(status.lastProblem.code?.startsWith('trust.') ? 'bad' : 'wait', 'problem', status.lastProblem);
  } else if (status.central === 'unreachable') {
    say('wait', 'unreachable');
  }
  return reasons.sort((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
}

/** What an error means to people; a code that has no words yet shows what the machine says of it. */
export function problemText({ code, message }) {
  if (has(`error.${code}`)) return t(`error.${code}`);
  return message ? t('desk.problem.other', { code, message }) : t('error.other', { code });
}

export function ageText(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  return age(0, 0, Math.max(0, seconds) * 1_000);
}

/** The machine's clock when it told the status: it may differ from the browser's. */
export const machineTime = (status) => (status.at ? Date.parse(status.at) : Date.now());

/** Seconds until the next try; null when none is planned. `elapsed` is what passed since the status came. */
export function secondsUntilNext(status, elapsed) {
  if (!status.nextAttemptAt || status.paused) return null;
  return Math.max(0, Math.ceil((Date.parse(status.nextAttemptAt) - machineTime(status) - elapsed) / 1_000));
}

/** `1234567890` → `1.2 GB`, in powers of ten as shops count. */
export function bytesText(bytes) {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 10 && unit > 0 ? value.toFixed(1) : Math.floor(value)} ${units[unit]}`;
}
