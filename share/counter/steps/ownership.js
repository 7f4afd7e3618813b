/**
 * The plate stands in another name: the present owner's certificate, or a case that only a person can decide: the
 * owner died, or the bike belongs to a company.
 */

import { act } from '../api.js';
import { choices } from '../choices.js';
import { button, el, say, show } from '../dom.js';
import { photoField } from '../photo.js';
import { t } from '../texts.js';

/** A second press that was meant for the step before sends nothing. */
const SETTLE_MS = 600;

export function ownership() {
  const builtAt = performance.now();
  const kind = choices('issuer', ['community', 'village-committee'], {
    name: 'ownership.issuer-kind',
    prefix: 'ownership.issuer',
  });
  const kindTitle = el('span', { class: 'field-title', said: () => t('ownership.issuer-kind') });
  const issuer = field('certificate-issuer', 80);
  const number = field('certificate-number', 80);
  const date = field('certificate-date', 10, { inputmode: 'numeric', placeholder: '2025-03-01' });
  const signatory = field('certificate-signatory', 80);
  const photo = photoField(() => { if (!photo.isSending()) show(sending, false); });
  const needed = el('p', { class: 'note note-wait', testid: 'photo-needed', hidden: true });
  say(needed, () => t('ownership.photo.needed'));
  const sending = el('p', { class: 'note note-wait', role: 'status', testid: 'photo-sending', hidden: true });
  say(sending, () => t('ownership.photo.wait'));
  const submit = button({
    testid: 'certificate-submit',
    text: () => t('action.submit'),
    draws: 'forward',
    className: 'primary big',
    type: 'submit',
  });
  const relations = ['heir', 'company'].map((relation) =>
    button({
      testid: `relation-${relation}`,
      text: () => t(`ownership.${relation}`),
      className: 'quiet',
      press: () => {
        if (performance.now() - builtAt >= SETTLE_MS) act('/v1/session/relation', { relation });
      },
    }));
  const none = button({
    testid: 'certificate-none',
    text: () => t('ownership.none'),
    className: 'quiet',
    press: () => {
      if (performance.now() - builtAt >= SETTLE_MS) act('/v1/session/no-certificate', {});
    },
  });
  const others = el(
    'section',
    { class: 'relations' },
    none,
    el('h3', { said: () => t('ownership.others') }),
    ...relations,
  );
  const form = el(
    'form',
    { class: 'certificate', novalidate: true },
    el('p', { class: 'small', said: () => t('ownership.text') }),
    el(
      'div',
      { class: 'fields' },
      el('div', { class: 'field' }, kindTitle, kind.node),
      labelled('ownership.issuer', issuer),
      labelled('ownership.number', number),
      labelled('ownership.date', date),
      labelled('ownership.signatory', signatory),
      photo.node,
    ),
    needed,
    sending,
    el('div', { class: 'bottom certificate-bottom' }, others, submit),
  );
  let photoIsNeeded = false;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const empty = [issuer, number, date].find((input) => input.value.trim() === '');
    const isSending = photo.isSending();
    const lacksPhoto = photoIsNeeded && !photo.value() && !isSending;
    show(needed, lacksPhoto);
    show(sending, isSending && !empty);
    if (empty) empty.focus();
    else if (lacksPhoto || isSending) photo.focus();
    else act('/v1/session/certificate', entry());
  });
  const entry = () => ({
    issuerKind: kind.value(),
    issuer: issuer.value.trim(),
    number: number.value.trim(),
    issuedOn: date.value.trim().replace(/[/.]/g, '-'),
    ...(signatory.value.trim() ? { signatory: signatory.value.trim() } : {}),
    ...(photo.value() ? { photo: photo.value() } : {}),
  });
  const update = ({ hint, agentComes }, { programme }) => {
    // Who comes for the owner cannot say what only an heir or a company's own people can.
    for (const item of others.children) show(item, !agentComes || item === none);
    photoIsNeeded = Boolean(programme.certificatePhoto);
    photo.update(photoIsNeeded);
    if (photo.value()) show(needed, false);
    if (hint?.code === 'photo-unknown') photo.clear();
  };
  return { node: el('div', { class: 'ownership' }, form), update, focus: issuer };
}

function field(testid, maxlength, rest = {}) {
  return el('input', {
    type: 'text',
    class: 'input',
    id: testid,
    testid,
    maxlength,
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': 'hint',
    ...rest,
  });
}

function labelled(key, input) {
  return el('div', { class: 'field' }, el('label', { for: input.id, said: () => t(key) }), input);
}
