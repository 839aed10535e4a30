import * as vscode from 'vscode';
import {
  type FromPlanBoard,
  fromPlanBoard,
  type PlanStrings,
  type PlanTarget,
  planTarget,
  type ToPlanBoard,
} from '#protocol/views/plan';
import type { ServerLine } from '../connection/serverLine';
import { PlanBoardLife } from './plan/planBoardLife';
import { planStrings } from './strings/planStrings';
import { showView, type ViewKind } from './webviewPanel';

/** Opens the board of a session's plan: of one version, or of the newest. */
export function openPlanBoard(line: ServerLine, target: PlanTarget): void {
  showView(planBoard(line), target);
}

/** The plan board as a kind of view: one for each session. */
export function planBoard(line: ServerLine): ViewKind<PlanTarget, PlanStrings, ToPlanBoard, FromPlanBoard> {
  return {
    name: 'plan',
    root: line.root,
    target: planTarget,
    messages: fromPlanBoard,
    strings: () => planStrings(vscode.l10n, vscode.env.language),
    keyOf: ({ session_id }) => session_id,
    titleOf: () => vscode.l10n.t('Plan'),
    attach: (target, view) => new PlanBoardLife(line, target, view),
  };
}
