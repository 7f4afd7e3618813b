/** Refused or held: what happens, why by which rule, and what the owner can do. */

import { act } from '../api.js';
import { button, el, icon, redraw, say } from '../dom.js';
import { explain } from '../format.js';
import { ownText, t } from '../texts.js';

export function ending() {
  const drawing = icon('stop', 'drawing');
  const nothing = el('p');
  const title = el('h2', { class: 'ending-title' });
  const text = el('p', { class: 'ending-text' });
  const next = el('p');
  const reference = el('p', { class: 'small' });
  const finish = button({
    testid: 'finish',
    text: () => t('action.finish'),
    draws: 'forward',
    className: 'primary big',
    press: () => act('/v1/session/finish'),
  });
  const node = el(
    'div',
    { class: 'ending' },
    el(
      'section',
      { class: 'ending-box', testid: 'reason' },
      drawing,
      el('div', {}, title, text),
    ),
    el('section', { class: 'ending-next' }, el('h3', { said: () => t('ending.next') }), next, nothing),
    el('div', { class: 'ending-bottom' }, finish, reference),
  );
  const update = ({ step, reason }, { programme }) => {
    const why = reason ?? { code: 'other', values: {} };
    node.dataset.kind = step;
    redraw(drawing, step === 'held' ? 'hourglass' : 'stop');
    node.querySelector('[data-testid=reason]').dataset.code = why.code;
    say(title, () => (reason ? explain('reason', why, '.title') : t(`step.${step}`)));
    say(text, () => (reason ? explain('reason', why, '.text') : ''));
    say(next, () => (reason ? explain('reason', why, '.next') : ''));
    say(nothing, () => t(step === 'held' ? 'ending.nothing.held' : 'ending.nothing'));
    const { version, hotline } = programme;
    say(reference, () => t('ending.reference', { programme: ownText(programme.title), version, hotline }));
  };
  return { node, update };
}
