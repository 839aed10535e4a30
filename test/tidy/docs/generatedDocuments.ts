import { commandsDocument } from './commandsDocument';
import { decisionsDocument } from './decisionsDocument';
import { documentSchemas } from './documentSchemas';
import { editorCommandsDocument } from './editorCommandsDocument';
import { errorsDocument } from './errorsDocument';
import { eventsDocument } from './eventsDocument';
import { formatsDocument } from './formatsDocument';
import { httpDocument } from './httpDocument';
import { protocolDocument } from './protocolDocument';
import { readmeWithFigures } from './readmeFigures';
import { settingsDocument } from './settingsDocument';
import { statesDocument } from './statesDocument';
import { telemetryDocument } from './telemetryDocument';
import { toolsDocument } from './toolsDocument';
import { traceabilityDocument } from './traceabilityDocument';

/** Every generated document by its path. */
export const generatedDocuments: Readonly<Record<string, () => string>> = {
  'docs/PROTOCOL.md': protocolDocument,
  'docs/HTTP.md': httpDocument,
  'docs/COMMANDS.md': commandsDocument,
  'docs/EDITOR_COMMANDS.md': editorCommandsDocument,
  'docs/SETTINGS.md': settingsDocument,
  'docs/ERRORS.md': errorsDocument,
  'docs/STATES.md': statesDocument,
  'docs/EVENTS.md': eventsDocument,
  'docs/TELEMETRY.md': telemetryDocument,
  'docs/TOOLS.md': toolsDocument,
  'docs/FORMATS.md': formatsDocument,
  'docs/decisions/README.md': decisionsDocument,
  'docs/TRACEABILITY.md': traceabilityDocument,
  'README.md': () => readmeWithFigures('README.md', 'en'),
  'README.ja.md': () => readmeWithFigures('README.ja.md', 'ja'),
  'schemas/plan.schema.json': () => schemaText('plan'),
  'schemas/policy.schema.json': () => schemaText('policy'),
  'schemas/flow.schema.json': () => schemaText('flow'),
  'schemas/playbook.schema.json': () => schemaText('playbook'),
};

function schemaText(kind: keyof ReturnType<typeof documentSchemas>): string {
  return `${JSON.stringify(documentSchemas()[kind], null, 2)}\n`;
}
