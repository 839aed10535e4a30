import { html, render } from 'lit';
import type { FromRunReport, ReportStrings, ReportTarget, ToRunReport } from '#protocol/views/report';
import { announce } from '../lib/announce';
import { icon } from '../lib/icon';
import { type Line, openLine } from '../lib/line';
import type { Kept, ReportState } from './reportState';
import { reportView } from './reportView';

const root = document.getElementById('view') ?? document.body;

let strings: ReportStrings | undefined;
let unreadable: string | undefined;
let state: Partial<ReportState> = { isTrusted: false, shown: {}, scrollTop: 0 };
let isWanted = false;
let isScrolledBack = false;

const line: Line<Kept, FromRunReport> = openLine<
  ReportTarget,
  ReportStrings,
  ToRunReport,
  FromRunReport,
  Kept
>({
  opened: (opening) => {
    strings = opening.strings;
    change({ strings: opening.strings, isTrusted: opening.is_trusted });
  },
  told: hear,
});
change({ ...line.kept });
root.addEventListener('scroll', () => keep({ scrollTop: root.scrollTop }), { passive: true });

function hear(message: ToRunReport): void {
  if (message.type === 'copied') {
    announce(strings?.words.copied ?? '');
    return;
  }
  unreadable = message.type === 'unreadable' ? message.message : undefined;
  change(message.type === 'report' ? { report: message.report } : {});
}

function keep(kept: Partial<Kept>): void {
  state = { ...state, ...kept };
  line.keep({ shown: state.shown ?? {}, scrollTop: state.scrollTop ?? 0 });
}

function change(changed: Partial<ReportState>): void {
  state = { ...state, ...changed };
  if (!isWanted) {
    isWanted = true;
    requestAnimationFrame(draw);
  }
}

function draw(): void {
  isWanted = false;
  if (strings === undefined) {
    return;
  }
  if (unreadable !== undefined) {
    render(
      html`<div class="empty">
        ${icon('warning', 'wait big')}
        <h1>${strings.words.unreadable}</h1>
        <p>${unreadable}</p>
      </div>`,
      root,
    );
  } else if (state.report !== undefined) {
    render(reportView(desk(state as ReportState)), root);
    scrollBack();
  }
}

function desk(whole: ReportState) {
  return {
    state: whole,
    say: (message: FromRunReport) => line.post(message),
    change: (changed: Partial<ReportState>) => {
      change(changed);
      keep({});
    },
  };
}

/** A report that was read to some place opens there again, once. */
function scrollBack(): void {
  if (!isScrolledBack) {
    isScrolledBack = true;
    root.scrollTop = state.scrollTop ?? 0;
  }
}
