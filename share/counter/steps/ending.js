/**
 * Refused or held: what happens, why by which rule, and what to do. A hold can be recorded, so that a person decides;
 * a refusal can be sent to review by a supervisor, where the programme allows that.
 */

import { act } from '../api.js';
import { button, el, icon, redraw, say, show } from '../dom.js';
import { explain } from '../format.js';
import { supervisorButton } from '../supervisor.js';
import { ownText, t } from '../texts.js';
import { ruleText, whyExactly } from '../why.js';

/** A second press that was meant for the step before decides nothing. */
const SETTLE_MS = 600;

/** Reasons whose own advice ends with the department's decision. A refusal goes to nobody: it has advice of its own. */
const DECIDED_WHEN_HELD = new Set([
  'plate-unknown', 'other-voltage', 'other-kilometres', 'owner-minor', 'owner-deceased', 'owner-company',
  'voltage-unclear', 'voltage-contradicted',
]);

export function ending() {
  const builtAt = performance.now();
  const settled = (path) => () => {
    if (performance.now() - builtAt >= SETTLE_MS) act(path);
  };
  const drawing = icon('stop', 'drawing');
  const nothing = el('p');
  const title = el('h2', { class: 'ending-title' });
  const text = el('p', { class: 'ending-text' });
  const rule = el('p', { class: 'ending-rule', testid: 'rule' });
  const next = el('p', { class: 'ending-do', testid: 'next' });
  const reference = el('p', { class: 'small' });
  const why = whyExactly();
  const supervisor = supervisorButton();
  const proceed = button({
    testid: 'proceed',
    text: () => t('action.proceed'),
    draws: 'forward',
    className: 'primary big',
    press: settled('/v1/session/proceed'),
  });
  const finishText = el('span', { class: 'label' });
  const finish = el('button', { type: 'button', class: 'button', testid: 'finish', 'data-act': true }, finishText);
  finish.addEventListener('click', settled('/v1/session/finish'));
  const box = el('section', { class: 'ending-box', testid: 'reason' }, drawing, el('div', {}, title, text, rule));
  const node = el(
    'div',
    { class: 'ending' },
    box,
    el('section', { class: 'ending-next' }, el('h3', { said: () => t('ending.next') }), next, nothing),
    el(
      'div',
      { class: 'ending-foot' },
      why.node,
      el('div', { class: 'ending-bottom' }, proceed, finish, supervisor.node, reference),
    ),
  );
  const update = (session, { programme }) => {
    const { step, reason, verdict, waitingFor } = session;
    const cause = reason ?? { code: 'other', values: {} };
    const goesOn = waitingFor === 'proceed';
    node.dataset.kind = step;
    box.dataset.code = cause.code;
    redraw(drawing, step === 'held' ? 'hourglass' : 'stop');
    say(title, () => (reason ? explain('reason', cause, '.title') : t(`step.${step}`)));
    say(text, () => (reason ? explain('reason', cause, '.text') : ''));
    say(next, () => nextText(step, reason, programme));
    show(rule, Boolean(verdict?.rule));
    say(rule, () => t('ending.rule', { rule: verdict?.rule ? ruleText(verdict.rule) : '' }));
    show(proceed, goesOn);
    finish.classList.toggle('primary', !goesOn);
    finish.classList.toggle('big', !goesOn);
    finish.classList.toggle('quiet', goesOn);
    say(finishText, () => t(goesOn ? 'action.leave' : 'action.finish'));
    say(nothing, () => t(goesOn ? 'ending.proceed' : step === 'held' ? 'ending.nothing.held' : 'ending.nothing'));
    supervisor.update(session);
    why.update(verdict, programme);
    const { version, hotline } = programme;
    say(reference, () => t('ending.reference', { programme: ownText(programme.title), version, hotline }));
    show(reference, !goesOn);
  };
  return { node, update };
}

function nextText(step, reason, { hotline }) {
  if (!reason) return '';
  const refused = step === 'refused' && DECIDED_WHEN_HELD.has(reason.code);
  return refused ? t('ending.refused.next', { hotline }) : explain('reason', reason, '.next');
}
