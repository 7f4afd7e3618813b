/** What stays around every tab: who and where, the light, the tabs; and which of login, tabs and waiting is shown. */

import { button, el, icon, redraw, say, show } from '/assets/dom.js';
import { language, languages, ownText, setLanguage, t } from '/assets/texts.js';
import { audit } from './audit.js';
import { claims } from './claims.js';
import { day } from './day.js';
import { act, desk, goodbye, isFresh } from './desk.js';
import { overview } from './overview.js';
import { login } from './login.js';
import { pause, resume, retry } from './calls.js';
import { confirm, tell } from './dialogs.js';
import { headlineOf, levelOf, reasonsOf, secondsUntilNext } from './status.js';
import { stick } from './stick.js';

const byId = (id) => document.getElementById(id);
const tabs = { overview, claims, day, stick, audit };
const marks = { good: 'check', wait: 'hourglass', bad: 'warning', unknown: 'question' };
const parts = {};
let tab = 'overview';
let shown = { name: null, view: null };

/** `relabel` is called after the language has changed. */
export function buildFrame(relabel) {
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
          relabel();
        },
      },
    }));
  const group = el('div', { class: 'languages', role: 'group' }, ...parts.languages);
  say(group, () => t('page.language'), 'aria-label');
  parts.under = el('p', { class: 'header-under' });
  parts.out = button({
    testid: 'logout',
    text: () => t('desk.logout'),
    className: 'quiet',
    press: async () => {
      const done = await goodbye();
      if (!done.ok) tell(done, '');
    },
  });
  byId('header').append(
    el('a', { class: 'button quiet counter-link', href: '/', testid: 'to-counter' }, icon('back'),
      el('span', { class: 'label', said: () => t('desk.counter') })),
    el('div', { class: 'header-texts' }, el('h1', { class: 'header-title', said: () => t('desk.title') }), parts.under),
    group,
    parts.out,
  );
  byId('practice').append(icon('flask'), el('strong', { said: () => t('page.practice') }),
    el('span', { said: () => t('page.practice.text') }));
  buildLamp();
  buildTabs();
  setInterval(tick, 1_000);
}

function buildLamp() {
  parts.mark = icon('question', 'icon lamp-mark');
  parts.headline = el('p', { class: 'lamp-headline', testid: 'light-headline' });
  parts.why = el('p', { class: 'lamp-why', testid: 'light-why' });
  parts.next = el('p', { class: 'lamp-next', testid: 'light-next' });
  parts.retry = button({ testid: 'retry', text: () => t('action.retry'), draws: 'again', press: tryNow });
  parts.pause = button({ testid: 'pause', text: () => t('desk.pause'), className: 'quiet', press: askPause });
  parts.resume = button({ testid: 'resume', text: () => t('desk.resume'), draws: 'play', className: 'primary',
    press: goOn });
  byId('light').append(
    parts.mark,
    el('div', { class: 'lamp-words' }, parts.headline, parts.why, parts.next),
    el('div', { class: 'lamp-acts' }, parts.retry, parts.pause, parts.resume),
  );
}

function buildTabs() {
  parts.tabs = Object.keys(tabs).map((name) => el('button', {
    type: 'button',
    class: 'tab',
    testid: `tab-${name}`,
    'data-tab': name,
    said: () => t(`desk.tab.${name}`),
    on: { click: () => openTab(name) },
  }));
  byId('tabs').append(...parts.tabs);
  say(byId('tabs'), () => t('desk.title'), 'aria-label');
}

/** Another tab; `how` is for its view: the claims' filter. */
export function openTab(name, how) {
  tab = name;
  shown = { name: null, view: null };
  updateFrame(how);
  byId('view').focus({ preventScroll: true });
}

export function updateFrame(how) {
  const { supervisor, kiosk, status, offline } = desk;
  document.title = t('desk.title');
  for (const choice of parts.languages) {
    choice.setAttribute('aria-pressed', String(choice.getAttribute('lang') === language()));
  }
  say(parts.under, () => (kiosk ? [ownText(kiosk.point), kiosk.id, supervisor].filter(Boolean).join(' · ') : ''));
  show(byId('practice'), Boolean(kiosk?.rehearsal));
  show(byId('offline'), offline);
  say(byId('offline'), () => t('desk.offline'));
  show(parts.out, Boolean(supervisor));
  show(byId('light'), Boolean(supervisor));
  show(byId('tabs'), Boolean(supervisor));
  updateLamp(status);
  if (supervisor === undefined) return;
  const name = supervisor ? tab : 'login';
  byId('app').dataset.view = name;
  if (shown.name !== name) {
    shown = { name, view: supervisor ? tabs[tab](how) : login() };
    byId('view').replaceChildren(shown.view.node);
    byId('view').scrollTop = 0;
    shown.view.focus?.focus({ preventScroll: true });
  }
  for (const choice of parts.tabs) {
    choice.setAttribute('aria-current', choice.dataset.tab === tab ? 'page' : 'false');
  }
  shown.view.update?.(desk);
}

/** The light, from the status that is on the screen. A test drives every combination of status through it. */
export function updateLamp(status, fresh = isFresh()) {
  const level = levelOf(status, fresh);
  byId('light').dataset.level = level;
  redraw(parts.mark, marks[level]);
  say(parts.headline, () => headlineOf(status, level));
  const first = level === 'unknown' ? null : reasonsOf(status)[0];
  const quiet = level === 'unknown' ? t('desk.light.unknown.text') : t('desk.light.good.text');
  say(parts.why, () => (first ? first.text() : quiet));
  const paused = Boolean(status?.paused);
  show(parts.pause, !paused);
  show(parts.resume, paused);
  tick();
}

/** The countdown, and a status that grows old. */
function tick() {
  const { status, supervisor } = desk;
  if (!supervisor) return;
  if (byId('light').dataset.level !== 'unknown' && status && !isFresh()) {
    updateLamp(status);
    shown.view?.update?.(desk);
  }
  const seconds = status && isFresh() ? secondsUntilNext(status, performance.now() - desk.cameAt) : null;
  show(parts.next, seconds !== null);
  say(parts.next, () => (seconds === 0 ? t('desk.next.now') : t('desk.next', { time: clock(seconds ?? 0) })));
}

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

async function tryNow() {
  parts.retry.disabled = true;
  tell(await act(retry()), 'desk.retry.done');
  parts.retry.disabled = false;
}

async function askPause() {
  if (!(await confirm('pause-dialog', 'desk.pause.title', 'desk.pause.text', 'desk.pause'))) return;
  tell(await act(pause()), 'desk.pause.done');
}

async function goOn() {
  parts.resume.disabled = true;
  tell(await act(resume()), 'desk.resume.done');
  parts.resume.disabled = false;
}
