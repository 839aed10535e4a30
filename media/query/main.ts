import { render } from 'lit';
import type { FromQuery, QueryStrings, QueryTarget, ToQuery } from '#protocol/views/query';
import { announce } from '../lib/announce';
import { type Line, openLine } from '../lib/line';
import { countText, filled } from '../lib/texts';
import type { Desk, Kept, QueryState } from './queryState';
import { queryView } from './queryView';

const root = document.getElementById('view') ?? document.body;
const checkPauseMs = 200;

let state: Partial<QueryState> = {
  isTrusted: false,
  draft: '',
  queries: [],
  problems: [],
  offers: [],
  isOffering: false,
  isAsking: false,
};
let isWanted = false;
let checkTimer: ReturnType<typeof setTimeout> | undefined;

const line: Line<Kept, FromQuery> = openLine<QueryTarget, QueryStrings, ToQuery, FromQuery, Kept>({
  opened: ({ strings, target, is_trusted }) => {
    const isOther = target.q !== '' && target.q !== state.answer?.q && !state.isAsking;
    change({ strings, isTrusted: is_trusted, ...(isOther && { draft: target.q, isAsking: true }) });
  },
  told: hear,
});
if (line.kept !== undefined) {
  change({ draft: line.kept.draft });
}

function hear(message: ToQuery): void {
  switch (message.type) {
    case 'queries':
      change({ queries: message.items });
      return;
    case 'checked':
      if (message.q === state.draft) {
        change({ problems: message.problems, offers: message.offers });
      }
      return;
    case 'answer': {
      const { answer } = message;
      change({ answer, refusal: undefined, isAsking: false, draft: state.draft || answer.q, problems: [] });
      const { words } = state.strings ?? {};
      const count = answer.series === null ? answer.traces.length : answer.series.lines.length;
      announce(filled((answer.series === null ? words?.found : words?.series) ?? '', countText(count)));
      return;
    }
    case 'refused':
      change({ refusal: message.message, answer: undefined, isAsking: false });
      announce(message.message);
  }
}

function change(changed: Partial<QueryState>): void {
  const before = state.draft;
  state = { ...state, ...changed };
  if (state.draft !== before) {
    line?.keep({ draft: state.draft ?? '' });
    checkSoon();
  }
  if (!isWanted) {
    isWanted = true;
    requestAnimationFrame(draw);
  }
}

function checkSoon(): void {
  clearTimeout(checkTimer);
  checkTimer = setTimeout(() => {
    const q = state.draft ?? '';
    const field = document.querySelector<HTMLTextAreaElement>('textarea');
    if (q.trim() === '') {
      change({ problems: [], offers: [] });
    } else {
      line.post({ type: 'check', q, offset: Math.min(q.length, field?.selectionStart ?? q.length) });
    }
  }, checkPauseMs);
}

function draw(): void {
  isWanted = false;
  if (state.strings !== undefined) {
    render(queryView(desk), root);
  }
}

/** What is written stands in the state before it is drawn: whoever presses a key at once means that. */
const desk: Desk = {
  get state() {
    return state as QueryState;
  },
  say: (message) => line.post(message),
  change,
  ask: (q = state.draft ?? '') => {
    if (q.trim() !== '') {
      change({ draft: q, isAsking: true, isOffering: false });
      line.post({ type: 'ask', q });
    }
  },
};
