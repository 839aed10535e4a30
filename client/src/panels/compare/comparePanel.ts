import * as vscode from 'vscode';
import {
  type CompareStrings,
  type CompareTarget,
  compareTarget,
  type FromCompare,
  fromCompare,
  type ToCompare,
} from '#protocol/views/compare';
import type { ServerLine } from '../../connection/serverLine';
import { compareStrings } from '../strings/compareStrings';
import { showView, type ViewKind } from '../webviewPanel';
import { CompareLife } from './compareLife';

/** Opens two runs side by side. */
export function openComparison(line: ServerLine, target: CompareTarget): void {
  showView(comparePanel(line), target);
}

/** The comparison as a kind of view: one for each pair of runs. */
export function comparePanel(
  line: ServerLine,
): ViewKind<CompareTarget, CompareStrings, ToCompare, FromCompare> {
  return {
    name: 'compare',
    root: line.root,
    target: compareTarget,
    messages: fromCompare,
    strings: () => compareStrings(vscode.l10n, vscode.env.language),
    keyOf: ({ left, right }) => [left, right].sort().join(' '),
    titleOf: () => vscode.l10n.t('Two runs compared'),
    attach: (target, view) => new CompareLife(line, target, view),
  };
}
