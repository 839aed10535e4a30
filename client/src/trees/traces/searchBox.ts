import * as vscode from 'vscode';
import type { Result } from '#protocol/methods';
import type { EventView } from '#protocol/methods/records';
import type { ServerLine } from '../../connection/serverLine';
import { Batch } from '../../live/batch';
import { speech } from '../sidePanel';
import { eventRow } from './eventRow';
import { looksLikeQuery, queryRows } from './queryRows';
import type { Found } from './tracesSource';

/** What a person wants done with a search. */
export type SearchChoice =
  | { readonly kind: 'open'; readonly event: Pick<EventView, 'run_id' | 'span_id'> }
  | { readonly kind: 'list' | 'keep'; readonly found: Found }
  | { readonly kind: 'answer' | 'save'; readonly query: string };

type Item = vscode.QuickPickItem & { readonly choice?: SearchChoice; readonly completes?: string };

/** Asks what to look for in the record and shows what is found while the person types. */
export class SearchBox implements vscode.Disposable {
  readonly #line: ServerLine;
  readonly #box = vscode.window.createQuickPick<Item>();
  readonly #look: Batch<string>;
  readonly #list = {
    iconPath: new vscode.ThemeIcon('list-tree'),
    tooltip: vscode.l10n.t('List in the view of traces'),
  };
  readonly #keep = { iconPath: new vscode.ThemeIcon('bookmark'), tooltip: vscode.l10n.t('Keep this search') };
  #found: Found | undefined;

  constructor(line: ServerLine, failed: (error: unknown) => void) {
    this.#line = line;
    this.#look = new Batch(async () => await this.#search(), failed, { delayMs: 150 });
    this.#box.title = vscode.l10n.t('Search the record');
    this.#box.placeholder = vscode.l10n.t('Words in events: plans, steps, commands, files, people, reasons');
    this.#box.matchOnDescription = true;
    this.#box.buttons = [this.#list, this.#keep];
  }

  /** What the person chose; undefined when they turned away. */
  async ask(text: string): Promise<SearchChoice | undefined> {
    this.#box.value = text;
    this.#look.add(text);
    return await new Promise((resolve) => {
      this.#box.onDidChangeValue((value) => this.#look.add(value));
      this.#box.onDidAccept(() => {
        const [item] = this.#box.selectedItems;
        if (item?.completes === undefined) {
          resolve(item?.choice);
        } else {
          this.#box.value = item.completes;
          this.#look.add(item.completes);
        }
      });
      this.#box.onDidTriggerButton((button) => {
        const choice = this.#wholeChoice(button === this.#keep);
        if (choice !== undefined) {
          resolve(choice);
        }
      });
      this.#box.onDidHide(() => resolve(undefined));
      this.#box.show();
    });
  }

  dispose(): void {
    this.#look.dispose();
    this.#box.dispose();
  }

  /** What is done with all that was found: words are listed below the runs, a query is answered in a view of its own. */
  #wholeChoice(isKept: boolean): SearchChoice | undefined {
    const query = this.#box.value.trim();
    if (this.#found !== undefined) {
      return { kind: isKept ? 'keep' : 'list', found: this.#found };
    }
    return looksLikeQuery(query) ? { kind: isKept ? 'save' : 'answer', query } : undefined;
  }

  async #search(): Promise<void> {
    const text = this.#box.value.trim();
    this.#box.busy = true;
    try {
      if (looksLikeQuery(text)) {
        this.#found = undefined;
        const items = await queryItems(this.#line, this.#box.value);
        if (text === this.#box.value.trim()) {
          this.#box.items = items;
        }
        return;
      }
      const answer = await search(this.#line, text);
      if (text !== this.#box.value.trim()) {
        return;
      }
      this.#found = { text, events: answer.items, totalCount: answer.total };
      this.#box.items = itemsOf(this.#found);
    } finally {
      this.#box.busy = false;
    }
  }
}

/** The newest events in which these words stand. */
export function search(line: ServerLine, text: string): Promise<Result<'event/search'>> {
  return line.request('event/search', { q: text, limit: 200 });
}

async function queryItems(line: ServerLine, text: string): Promise<readonly Item[]> {
  return (await queryRows(line, text, vscode.l10n)).map(
    ({ event, isWhole, ...row }): Item => ({
      ...row,
      alwaysShow: true,
      ...(event !== undefined && { choice: { kind: 'open', event } }),
      ...(isWhole && { choice: { kind: 'answer', query: text.trim() } }),
    }),
  );
}

function itemsOf(found: Found): readonly Item[] {
  const said = speech();
  const items = found.events.map((event): Item => {
    const { label, description, icon } = eventRow(event, said);
    // The server has chosen: what it found is shown, wherever in the event the words stand.
    return {
      label: `$(${icon.name}) ${label}`,
      description,
      alwaysShow: true,
      choice: { kind: 'open', event },
    };
  });
  const all: Item = {
    label: `$(list-tree) ${vscode.l10n.t('List all {0} in the view of traces', found.totalCount)}`,
    alwaysShow: true,
    choice: { kind: 'list', found },
  };
  const none: Item = { label: vscode.l10n.t('Nothing was found.'), alwaysShow: true };
  return items.length === 0 ? [none] : found.text === '' ? items : [all, ...items];
}
