import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../lib/icon';
import { filled } from '../lib/texts';
import type { Desk, Tab } from './boardState';
import { changesPart } from './changesPart';
import { effectsPart } from './effectsPart';
import { boardHead } from './head/boardHead';
import './steps/stepGraph';
import { stepDetails } from './steps/stepDetails';
import { stepList } from './steps/stepList';
import { stepMap } from './steps/stepMap';

/** The whole board: what it is and may do above, the steps at the left, what is known of them at the right. */
export function boardView(desk: Desk): TemplateResult {
  const { isNarrow } = desk.state;
  const tabs = tabsOf(desk);
  const open = tabs.some(([tab]) => tab === desk.state.tab) ? desk.state.tab : (tabs[0]?.[0] ?? 'effects');
  return html`<div class="board">
    ${boardHead(desk)}
    <div class="body ${isNarrow ? 'narrow' : ''}">
      ${
        isNarrow
          ? nothing
          : html`<section class="steps" aria-label=${desk.state.strings.words.board}>${stepsPart(desk)}</section>`
      }
      <section class="side">
        ${tabStrip(desk, tabs, open)}
        <div class="part part-${open}" role="tabpanel" id="part" aria-labelledby="tab-${open}" tabindex="-1">
          ${partOf(desk, open)}
        </div>
      </section>
    </div>
  </div>`;
}

function tabsOf({ state }: Desk): readonly (readonly [Tab, string])[] {
  const { words } = state.strings;
  const { difference, steps } = state.board;
  const own: (readonly [Tab, string])[] = [
    ['effects', words.effects],
    ['step', words.step],
  ];
  if (state.isNarrow) {
    own.unshift(['steps', filled(words.steps, steps.length)]);
  }
  if (difference !== null) {
    own.push(['changes', words.changesTab]);
  }
  return own;
}

function tabStrip(desk: Desk, tabs: readonly (readonly [Tab, string])[], open: Tab): TemplateResult {
  const turn = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) {
      const at = tabs.findIndex(([tab]) => tab === open);
      const next = tabs[(at + step + tabs.length) % tabs.length];
      if (next !== undefined) {
        desk.change({ tab: next[0] });
        document.getElementById(`tab-${next[0]}`)?.focus();
      }
    }
  };
  return html`<div class="tabs" role="tablist" @keydown=${turn}>
    ${tabs.map(
      ([tab, label]) => html`<button
        class="tab"
        role="tab"
        id="tab-${tab}"
        aria-selected=${tab === open}
        aria-controls="part"
        tabindex=${tab === open ? 0 : -1}
        @click=${() => desk.change({ tab })}
      >
        ${label}
      </button>`,
    )}
  </div>`;
}

function partOf(desk: Desk, tab: Tab): TemplateResult {
  switch (tab) {
    case 'steps':
      return stepsPart(desk);
    case 'step':
      return stepDetails(desk);
    case 'effects':
      return effectsPart(desk);
    case 'changes':
      return changesPart(desk);
  }
}

function stepsPart(desk: Desk): TemplateResult {
  const { form, isNarrow, strings } = desk.state;
  const shown = form ?? (isNarrow ? 'list' : 'graph');
  const { words } = strings;
  const choice = (name: 'graph' | 'list', image: string, label: string) => html`<button
    class="choice"
    aria-pressed=${shown === name}
    @click=${() => desk.change({ form: name })}
  >
    ${icon(image)}${label}
  </button>`;
  return html`<div class="steps-bar">
      <div class="choices" role="group" aria-label=${words.board}>
        ${choice('graph', 'type-hierarchy', words.graph)}${choice('list', 'list-unordered', words.list)}
      </div>
      ${shown === 'graph' ? html`<span class="hint soft">${words.graphHint}</span>` : nothing}
    </div>
    <div class="steps-room">${shown === 'graph' ? stepMap(desk) : stepList(desk)}</div>`;
}
