import * as vscode from 'vscode';
import {
  type FromTrace,
  fromTrace,
  type ToTrace,
  type TraceStrings,
  type TraceTarget,
  traceTarget,
} from '#protocol/views/trace';
import type { ServerLine } from '../connection/serverLine';
import { traceStrings } from './strings/traceStrings';
import { TraceLife } from './trace/traceLife';
import { showView, type ViewKind } from './webviewPanel';

/** Opens the trace of a run, at one of its spans when that is named. */
export function openTrace(line: ServerLine, target: TraceTarget): void {
  showView(tracePanel(line), target);
}

/** The trace as a kind of view: one for each run. */
export function tracePanel(line: ServerLine): ViewKind<TraceTarget, TraceStrings, ToTrace, FromTrace> {
  return {
    name: 'trace',
    root: line.root,
    target: traceTarget,
    messages: fromTrace,
    strings: () => traceStrings(vscode.l10n, vscode.env.language),
    keyOf: ({ run_id }) => run_id,
    titleOf: () => vscode.l10n.t('Trace'),
    attach: (target, view) => new TraceLife(line, target, view),
  };
}
