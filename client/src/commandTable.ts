import type { Desk } from './desk';

/** What a command does; the word is what a menu, a row of a tree or another command hands over. */
export type Command = (desk: Desk, word?: unknown) => Promise<unknown>;

/** Every command of the manifest by its id. Each is loaded when it is first used, not before. */
export const commandTable: Readonly<Record<string, Command>> = {
  'holdpoint.approval.grant': async (desk, word) =>
    (await import('./commands/approval/grantApproval')).grantApproval(desk, word),
  'holdpoint.approval.open': async (desk, word) =>
    (await import('./commands/approval/openApproval')).openApproval(desk, word),
  'holdpoint.approval.reject': async (desk, word) =>
    (await import('./commands/approval/rejectApproval')).rejectApproval(desk, word),
  'holdpoint.change.acceptAll': async (desk) =>
    (await import('./commands/change/acceptAllChange')).acceptAllChange(desk),
  'holdpoint.change.acceptFile': async (desk, word) =>
    (await import('./commands/change/acceptFileChange')).acceptFileChange(desk, word),
  'holdpoint.change.acceptHunk': async (desk, word) =>
    (await import('./commands/change/acceptHunkChange')).acceptHunkChange(desk, word),
  'holdpoint.change.approve': async (desk, word) =>
    (await import('./commands/change/approveChange')).approveChange(desk, word),
  'holdpoint.change.nextHunk': async (desk) =>
    (await import('./commands/change/nextHunkChange')).nextHunkChange(desk),
  'holdpoint.change.previousHunk': async (desk) =>
    (await import('./commands/change/previousHunkChange')).previousHunkChange(desk),
  'holdpoint.change.reject': async (desk, word) =>
    (await import('./commands/change/rejectChange')).rejectChange(desk, word),
  'holdpoint.change.rejectHunk': async (desk, word) =>
    (await import('./commands/change/rejectHunkChange')).rejectHunkChange(desk, word),
  'holdpoint.change.renew': async (desk, word) =>
    (await import('./commands/change/renewChange')).renewChange(desk, word),
  'holdpoint.change.review': async (desk, word) =>
    (await import('./commands/change/reviewChange')).reviewChange(desk, word),
  'holdpoint.change.showResult': async (desk, word) =>
    (await import('./commands/change/showResultChange')).showResultChange(desk, word),
  'holdpoint.change.showReview': async (desk, word) =>
    (await import('./commands/change/showReviewChange')).showReviewChange(desk, word),
  'holdpoint.checkpoint.create': async (desk) =>
    (await import('./commands/checkpoint/createCheckpoint')).createCheckpoint(desk),
  'holdpoint.checkpoint.rollback': async (desk, word) =>
    (await import('./commands/checkpoint/rollbackCheckpoint')).rollbackCheckpoint(desk, word),
  'holdpoint.comment.send': async (desk, word) =>
    (await import('./commands/comment/sendComment')).sendComment(desk, word),
  'holdpoint.diagnostics.copy': async (desk) =>
    (await import('./commands/diagnostics/copyDiagnostics')).copyDiagnostics(desk),
  'holdpoint.plan.approve': async (desk, word) =>
    (await import('./commands/plan/approvePlan')).approvePlan(desk, word),
  'holdpoint.plan.compareVersions': async (desk, word) =>
    (await import('./commands/plan/compareVersionsPlan')).compareVersionsPlan(desk, word),
  'holdpoint.plan.dryRun': async (desk, word) =>
    (await import('./commands/plan/dryRunPlan')).dryRunPlan(desk, word),
  'holdpoint.plan.import': async (desk, word) =>
    (await import('./commands/plan/importPlan')).importPlan(desk, word),
  'holdpoint.plan.reject': async (desk, word) =>
    (await import('./commands/plan/rejectPlan')).rejectPlan(desk, word),
  'holdpoint.plan.run': async (desk, word) => (await import('./commands/plan/runPlan')).runPlan(desk, word),
  'holdpoint.plan.showBoard': async (desk, word) =>
    (await import('./commands/plan/showBoardPlan')).showBoardPlan(desk, word),
  'holdpoint.plan.validate': async (desk, word) =>
    (await import('./commands/plan/validatePlan')).validatePlan(desk, word),
  'holdpoint.policy.explain': async (desk, word) =>
    (await import('./commands/policy/explainPolicy')).explainPolicy(desk, word),
  'holdpoint.policy.lint': async (desk) => (await import('./commands/policy/lintPolicy')).lintPolicy(desk),
  'holdpoint.policy.showEffective': async (desk, word) =>
    (await import('./commands/policy/showEffectivePolicy')).showEffectivePolicy(desk, word),
  'holdpoint.policy.simulate': async (desk) =>
    (await import('./commands/policy/simulatePolicy')).simulatePolicy(desk),
  'holdpoint.query.delete': async (desk, word) =>
    (await import('./commands/query/deleteQuery')).deleteQuery(desk, word),
  'holdpoint.query.open': async (desk, word) =>
    (await import('./commands/query/openQuery')).openQuery(desk, word),
  'holdpoint.record.clearSearch': async (desk) =>
    (await import('./commands/record/clearSearchRecord')).clearSearchRecord(desk),
  'holdpoint.record.dropSearch': async (desk, word) =>
    (await import('./commands/record/dropSearchRecord')).dropSearchRecord(desk, word),
  'holdpoint.record.keepSearch': async (desk, word) =>
    (await import('./commands/record/keepSearchRecord')).keepSearchRecord(desk, word),
  'holdpoint.record.search': async (desk, word) =>
    (await import('./commands/record/searchRecord')).searchRecord(desk, word),
  'holdpoint.record.showSize': async (desk) =>
    (await import('./commands/record/showSizeRecord')).showSizeRecord(desk),
  'holdpoint.run.cancel': async (desk, word) =>
    (await import('./commands/run/cancelRun')).cancelRun(desk, word),
  'holdpoint.run.compare': async (desk, word) =>
    (await import('./commands/run/compareRun')).compareRun(desk, word),
  'holdpoint.run.pause': async (desk, word) => (await import('./commands/run/pauseRun')).pauseRun(desk, word),
  'holdpoint.run.pin': async (desk, word) => (await import('./commands/run/pinRun')).pinRun(desk, word),
  'holdpoint.run.rerun': async (desk, word) => (await import('./commands/run/rerunRun')).rerunRun(desk, word),
  'holdpoint.run.resume': async (desk, word) =>
    (await import('./commands/run/resumeRun')).resumeRun(desk, word),
  'holdpoint.run.rollback': async (desk, word) =>
    (await import('./commands/run/rollbackRun')).rollbackRun(desk, word),
  'holdpoint.run.showActive': async (desk) =>
    (await import('./commands/run/showActiveRun')).showActiveRun(desk),
  'holdpoint.run.showReport': async (desk, word) =>
    (await import('./commands/run/showReportRun')).showReportRun(desk, word),
  'holdpoint.run.showTrace': async (desk, word) =>
    (await import('./commands/run/showTraceRun')).showTraceRun(desk, word),
  'holdpoint.sample.open': async (desk) => (await import('./commands/sample/openSample')).openSample(desk),
  'holdpoint.server.restart': async (desk) =>
    (await import('./commands/server/restartServer')).restartServer(desk),
  'holdpoint.server.showLog': async (desk) =>
    (await import('./commands/server/showLogServer')).showLogServer(desk),
  'holdpoint.session.delete': async (desk, word) =>
    (await import('./commands/session/deleteSession')).deleteSession(desk, word),
  'holdpoint.session.explain': async (desk, word) =>
    (await import('./commands/session/explainSession')).explainSession(desk, word),
  'holdpoint.session.stop': async (desk, word) =>
    (await import('./commands/session/stopSession')).stopSession(desk, word),
  'holdpoint.step.skip': async (desk, word) =>
    (await import('./commands/step/skipStep')).skipStep(desk, word),
  'holdpoint.trace.filter': async (desk) => (await import('./commands/trace/filterTrace')).filterTrace(desk),
  'holdpoint.view.loadMore': async (desk, word) =>
    (await import('./commands/view/loadMoreView')).loadMoreView(desk, word),
  'holdpoint.view.refresh': async (desk) => (await import('./commands/view/refreshView')).refreshView(desk),
};
