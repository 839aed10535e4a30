import type * as vscode from 'vscode';
import type { ChangeChoices } from '#protocol/views/change';
import type { ReviewMemory } from './decision/review';

const storageKey = 'holdpoint.review.choices';
const keptAtMost = 50;
let storage: vscode.Memento | undefined;

/** Lets what was said of hunks outlive a reload of the window. */
export function rememberChoicesIn(memento: vscode.Memento): void {
  storage = memento;
}

/** What was said of hunks, by approval; the oldest is forgotten first. */
export const keptChoices: ReviewMemory = {
  read: (approvalId) => kept()[approvalId],
  keep: (approvalId, choices) => {
    const { [approvalId]: _, ...others } = kept();
    const entries = Object.entries(choices === undefined ? others : { ...others, [approvalId]: choices });
    void storage?.update(storageKey, Object.fromEntries(entries.slice(-keptAtMost)));
  },
};

function kept(): Readonly<Record<string, ChangeChoices>> {
  return storage?.get<Record<string, ChangeChoices>>(storageKey) ?? {};
}
