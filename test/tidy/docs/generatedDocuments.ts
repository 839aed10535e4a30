import { commandsDocument } from './commandsDocument';
import { errorsDocument } from './errorsDocument';
import { eventsDocument } from './eventsDocument';
import { protocolDocument } from './protocolDocument';
import { statesDocument } from './statesDocument';
import { toolsDocument } from './toolsDocument';
import { traceabilityDocument } from './traceabilityDocument';

/** Every generated document by its path. */
export const generatedDocuments: Readonly<Record<string, () => string>> = {
  'docs/PROTOCOL.md': protocolDocument,
  'docs/COMMANDS.md': commandsDocument,
  'docs/ERRORS.md': errorsDocument,
  'docs/STATES.md': statesDocument,
  'docs/EVENTS.md': eventsDocument,
  'docs/TOOLS.md': toolsDocument,
  'docs/TRACEABILITY.md': traceabilityDocument,
};
