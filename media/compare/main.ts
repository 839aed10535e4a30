import { html, render } from 'lit';
import type {
  CompareStrings,
  CompareTarget,
  Comparison,
  FromCompare,
  ToCompare,
} from '#protocol/views/compare';
import { icon } from '../lib/icon';
import { type Line, openLine } from '../lib/line';
import { compareView } from './compareView';

const root = document.getElementById('view') ?? document.body;

let strings: CompareStrings | undefined;
let shown: Comparison | undefined;
let unreadable: string | undefined;

const line: Line<never, FromCompare> = openLine<CompareTarget, CompareStrings, ToCompare, FromCompare, never>(
  {
    opened: (opening) => {
      strings = opening.strings;
      draw();
    },
    told: (message) => {
      unreadable = message.type === 'unreadable' ? message.message : undefined;
      shown = message.type === 'comparison' ? message.comparison : shown;
      draw();
    },
  },
);

function draw(): void {
  if (strings === undefined) {
    return;
  }
  const { words } = strings;
  if (unreadable !== undefined) {
    render(
      html`<div class="note wait" role="alert">${icon('warning')}<span>${words.unreadable}: ${unreadable}</span></div>`,
      root,
    );
  } else if (shown === undefined) {
    render(html`<p class="soft loading">${icon('loading', 'turning')} ${words.loading}</p>`, root);
  } else {
    render(compareView({ strings, comparison: shown, say: (message) => line.post(message) }), root);
  }
}
