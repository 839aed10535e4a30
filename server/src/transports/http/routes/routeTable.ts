import type { Method } from '#protocol/methods';
import { artifactBytes, reportDocument, summaryDocument } from './answerForms';
import { healthDetails } from './healthDetails';
import { plainPlan, planForm, runFilter, runFilterForm, validateForm } from './requestForms';
import type { RouteExtra } from './routeExtra';

const ofSession = (verb: string) => [`POST /sessions/{session_id}/steps/{step_id}/${verb}`];

/** The few things about routes that are not in the method table (§1.15). */
export const routeExtras: Readonly<Partial<Record<Method, RouteExtra>>> = {
  'plan/validate': { taken: plainPlan, form: validateForm },
  'plan/import': { taken: plainPlan, form: planForm },
  'step/approve': { also: ofSession('approve') },
  'step/request': { also: ofSession('request') },
  'step/reject': { also: ofSession('reject') },
  'step/execute': { also: ofSession('execute'), status: ({ wait }) => (wait === false ? 202 : 200) },
  'step/skip': { also: ofSession('skip') },
  'artifact/list': { also: ['GET /runs/{run_id}/artifacts'] },
  'artifact/get': { shown: artifactBytes },
  'event/list': { also: ['GET /runs/{run_id}/events'] },
  'event/search': { also: ['GET /sessions/{session_id}/events/search'] },
  'run/start': { status: ({ wait }) => (wait === true ? 200 : 202) },
  'run/rerun': { status: 202 },
  'run/resume': { status: 202 },
  'run/simulate': { alias: {} },
  'run/index': { alias: { limit: 20 }, taken: runFilter, form: runFilterForm },
  'run/show': { alias: {} },
  'run/report': { alias: {}, shown: reportDocument },
  'run/runlog': { alias: {} },
  'run/eval': { alias: {}, also: ['POST /evaluate'] },
  'run/import': { bodyBytes: 64 * 1024 * 1024 },
  'run/summary': { shown: summaryDocument },
  'server/status': { shown: (result, { desk }) => healthDetails(result, desk) },
};
