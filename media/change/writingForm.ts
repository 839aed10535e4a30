import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import { html, type TemplateResult } from 'lit';
import { filled } from '../lib/texts';
import type { Desk, Writing } from './changeState';

/** Where a comment or the reason of a rejection is written. */
export function writingForm(desk: Desk, writing: Writing): TemplateResult {
  const { state, change } = desk;
  const { strings, draft } = state;
  const isReason = writing.kind === 'reason';
  const title = isReason ? strings.rejectTitle : placeText(desk, writing);
  const isEmpty = draft.trim() === '';
  const close = () => change({ writing: null, draft: '' });
  const send = () => {
    if (!isEmpty) {
      sendDraft(desk, writing);
      close();
    }
  };
  const byKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      close();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      send();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return html`<form
    class="writing"
    aria-label=${title}
    @submit=${(event: Event) => event.preventDefault()}
    @keydown=${byKey}
  >
    <label for="draft">${title}</label>
    <p class="soft">${isReason ? strings.reasonHint : strings.commentHint}</p>
    <vscode-textarea
      id="draft"
      label=${title}
      rows="3"
      resize="vertical"
      .value=${draft}
      @input=${(event: Event) => change({ draft: (event.target as HTMLInputElement).value })}
    ></vscode-textarea>
    <div class="row">
      <vscode-button class="send" ?disabled=${isEmpty} @click=${send}
        >${isReason ? strings.rejectTitle : strings.send}</vscode-button
      >
      <vscode-button secondary class="cancel" @click=${close}>${strings.cancel}</vscode-button>
    </div>
  </form>`;
}

function placeText({ state }: Desk, { file, hunk }: Extract<Writing, { kind: 'comment' }>): string {
  return filled(state.strings.commentOn, file.path, hunk.index + 1);
}

function sendDraft({ state, say }: Desk, writing: Writing): void {
  const text = state.draft.trim();
  if (writing.kind === 'reason') {
    say({ type: 'reject', reason: text });
  } else {
    const { file, hunk, side, line } = writing;
    say({ type: 'comment', preview_id: file.preview_id, hunk: hunk.index, side, line, text });
  }
}
