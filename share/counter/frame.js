/** What stays around every step: header, practice banner, step bar, back and cancel, device and queue lights. */

import { act } from './api.js';
import { button, el, icon, say, show } from './dom.js';
import { buildBeside, updateBeside } from './beside.js';
import { askCancel } from './dialogs.js';
import { buildLights, updateLights } from './lights.js';
import { buildStepBar, updateStepBar } from './step-bar.js';
import { language, languages, ownText, setLanguage, t } from './texts.js';

const byId = (id) => document.getElementById(id);
const parts = {};

/** `relabel` is called after the language has changed. */
export function buildFrame(relabel) {
  parts.title = el('p', { class: 'header-title' });
  parts.under = el('p', { class: 'header-under' });
  parts.languages = languages.map(({ code, name }) =>
    el('button', {
      type: 'button',
      class: 'language',
      lang: code,
      testid: `language-${code}`,
      said: () => name,
      on: {
        click: () => {
          setLanguage(code);
          markLanguage();
          relabel();
        },
      },
    }));
  const group = el('div', { class: 'languages', role: 'group' }, ...parts.languages);
  say(group, () => t('page.language'), 'aria-label');
  const texts = el('div', { class: 'header-texts' }, parts.title, parts.under);
  byId('header').append(texts, buildBeside(byId('beside')), group);
  byId('practice').append(
    icon('flask'),
    el('strong', { said: () => t('page.practice') }),
    el('span', { said: () => t('page.practice.text') }),
  );
  buildStepBar(byId('steps'));
  parts.back = button({
    testid: 'back',
    text: () => t('action.back'),
    draws: 'back',
    className: 'quiet',
    press: () => act('/v1/session/back'),
  });
  parts.cancel = button({
    testid: 'cancel',
    text: () => t('action.cancel'),
    draws: 'cross',
    className: 'quiet',
    press: async () => {
      if (await askCancel()) act('/v1/session/cancel');
    },
  });
  const lights = el('div', { class: 'lights' });
  buildLights(lights);
  byId('footer').append(el('div', { class: 'moves' }, parts.back, parts.cancel), lights);
  markLanguage();
}

export function updateFrame(snapshot) {
  const { session, programme, point, kioskId } = snapshot;
  document.title = t('page.title');
  const { applicant } = session;
  say(parts.title, () => (applicant ? applicant.name : ownText(programme.title)));
  say(parts.under, () => {
    if (!applicant) return `${ownText(point)} · ${kioskId}`;
    const plate = session.plateless ? t('plate.none') : session.plate;
    return [applicant.maskedNumber, plate].filter(Boolean).join(' · ');
  });
  parts.title.dataset.testid = applicant ? 'applicant-name' : 'programme-title';
  show(byId('practice'), snapshot.rehearsal);
  show(parts.back, session.canGoBack);
  show(parts.cancel, session.canCancel);
  updateStepBar(session);
  updateBeside(session);
  updateLights(snapshot);
}

function markLanguage() {
  for (const choice of parts.languages) {
    choice.setAttribute('aria-pressed', String(choice.getAttribute('lang') === language()));
  }
}
