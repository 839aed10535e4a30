import type { FromRunReport } from '#protocol/views/report';
import type { ServerLine } from '../../connection/serverLine';
import { openElsewhere } from '../openElsewhere';
import { openTold } from '../openLocation';
import { openStoredArtifact, openStoredChange } from '../openStored';
import type { ReportFacts } from './reportFacts';

type Wish = Exclude<FromRunReport, { readonly type: 'read' | 'copy' | 'export' }>;

/** Opens what a report leads to; of files nothing but what the view was told of. */
export async function openFromReport(line: ServerLine, facts: ReportFacts, wish: Wish): Promise<void> {
  const { run_id, session_id, plan } = facts.report;
  switch (wish.type) {
    case 'openTrace':
      return await openElsewhere('holdpoint.run.showTrace', { run_id });
    case 'openPlan':
      return await openElsewhere('holdpoint.plan.showBoard', { session_id, version: plan.version });
    case 'rerun': {
      const started = await line.request('run/rerun', { run_id });
      return await openElsewhere('holdpoint.run.showReport', { run_id: started.run_id });
    }
    case 'openChange':
      return await openStoredChange(line, wish.preview_id);
    case 'openFile':
    case 'openLocation':
      return await openTold(facts.effects, wish);
    case 'openArtifact':
      return await openStoredArtifact(line, wish.sha256);
  }
}
