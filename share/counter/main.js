/** Starts the page: texts and drawings first, then the stream of snapshots; every change is rendered. */

import { connect } from './api.js';
import { loadIcons, sayAgain } from './dom.js';
import { buildDrawer } from './drawer.js';
import { buildFrame } from './frame.js';
import { render } from './render.js';
import { onChange, store } from './store.js';
import { loadTexts } from './texts.js';

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
    render(store);
  });
  buildDrawer();
  onChange(render);
  connect();
}

start();
