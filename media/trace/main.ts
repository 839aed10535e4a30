import { html, render } from 'lit';
import type { FromTrace, ToTrace, TraceStrings, TraceTarget } from '#protocol/views/trace';
import { icon } from '../lib/icon';
import { type Line, openLine } from '../lib/line';
import { handleTree } from './keys/handle';
import type { Kept } from './traceState';
import { TraceView } from './traceView';

const root = document.getElementById('view') ?? document.body;
let strings: TraceStrings | undefined;

const line: Line<Kept, FromTrace> = openLine<TraceTarget, TraceStrings, ToTrace, FromTrace, Kept>({
  opened: (opening) => {
    strings = opening.strings;
    view.speak(opening.strings);
  },
  told: hear,
});
const view = new TraceView(
  { root, say: (message) => line.post(message), keep: (kept) => line.keep(kept) },
  line.kept,
);
handleTree(view);

function hear(message: ToTrace): void {
  switch (message.type) {
    case 'spans':
      view.takeSpans(message);
      break;
    case 'facts':
      view.takeFacts(message.facts);
      break;
    case 'details':
      view.takeDetails(message.details);
      break;
    case 'found':
      view.takeFound(message.text, message.id);
      break;
    case 'select':
      view.select(view.model.store.find(message.span_id));
      view.openDetails();
      break;
    case 'unreadable':
      showUnreadable(message.message);
  }
}

/** Where a trace cannot be read, the reason takes the place of the summary; what was read before stays. */
function showUnreadable(message: string): void {
  render(
    html`<p class="answer">${icon('warning', 'wait')} <span>${strings?.words.unreadable}: ${message}</span></p>`,
    view.frame.summary,
  );
}
