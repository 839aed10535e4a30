import * as vscode from 'vscode';
import {
  type FromQuery,
  fromQuery,
  type QueryStrings,
  type QueryTarget,
  queryTarget,
  type ToQuery,
} from '#protocol/views/query';
import type { ServerLine } from '../../connection/serverLine';
import { queryStrings } from '../strings/queryStrings';
import { showView, type ViewKind } from '../webviewPanel';
import { QueryLife } from './queryLife';

/** Opens the view of answers, with a query or with an empty field. */
export function openQueryView(line: ServerLine, target: QueryTarget): void {
  showView(queryPanel(line), target);
}

/** The view of answers as a kind of view: one for all queries, as people ask one after the other. */
export function queryPanel(line: ServerLine): ViewKind<QueryTarget, QueryStrings, ToQuery, FromQuery> {
  return {
    name: 'query',
    root: line.root,
    target: queryTarget,
    messages: fromQuery,
    strings: () => queryStrings(vscode.l10n, vscode.env.language),
    keyOf: () => 'all',
    titleOf: () => vscode.l10n.t('Queries'),
    attach: (target, view) => new QueryLife(line, target, view),
  };
}
