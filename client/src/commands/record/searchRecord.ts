import * as vscode from 'vscode';
import { subjectOf } from '../../choices/subjectOf';
import type { Desk } from '../../desk';
import { looksLikeQuery } from '../../trees/traces/queryRows';
import { saveQuery } from '../../trees/traces/saveQuery';
import { SearchBox, type SearchChoice, search } from '../../trees/traces/searchBox';

/** Searches the record by words; a kept search is listed at once. */
export async function searchRecord(desk: Desk, word?: unknown): Promise<void> {
  const { query } = subjectOf(word);
  const line = desk.line.current;
  if (query !== undefined && !looksLikeQuery(query)) {
    const { items, total } = await search(line, query);
    desk.sidePanel.showFound({ text: query, events: items, totalCount: total }, line.root);
    return;
  }
  const box = new SearchBox(line, (error) => desk.log.warn(`the search failed: ${String(error)}`));
  try {
    await carryOut(desk, await box.ask(query ?? ''));
  } finally {
    box.dispose();
  }
}

async function carryOut(desk: Desk, choice: SearchChoice | undefined): Promise<void> {
  switch (choice?.kind) {
    case 'open': {
      const { run_id, span_id } = choice.event;
      if (run_id !== null) {
        const place = { run_id, ...(span_id !== null && { span_id }) };
        await vscode.commands.executeCommand('holdpoint.run.showTrace', place);
      }
      return;
    }
    case 'keep':
      await desk.sidePanel.searches.keep(choice.found.text);
      desk.sidePanel.showFound(choice.found, desk.line.root);
      return;
    case 'answer':
      await vscode.commands.executeCommand('holdpoint.query.open', { query: choice.query });
      return;
    case 'save':
      if (await saveQuery(desk.line.current, choice.query)) {
        desk.sidePanel.refreshTraces();
      }
      return;
    case 'list':
      desk.sidePanel.showFound(choice.found, desk.line.root);
      return;
    case undefined:
      return;
  }
}
