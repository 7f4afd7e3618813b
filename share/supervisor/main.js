/** Starts the page: texts and drawings first, then who is logged in; every change is shown. */

import { loadIcons, sayAgain } from '/assets/dom.js';
import { loadTexts } from '/assets/texts.js';
import { begin, onChange } from './desk.js';
import { buildFrame, updateFrame } from './frame.js';

const RETRY_MS = 1_000;

async function start() {
  try {
    await Promise.all([loadTexts(), loadIcons()]);
  } catch {
    setTimeout(start, RETRY_MS);
    return;
  }
  buildFrame(() => {
    sayAgain();
    updateFrame();
  });
  onChange(() => updateFrame());
  begin();
}

start();
