import { errorsDocument } from './errorsDocument';
import { eventsDocument } from './eventsDocument';
import { protocolDocument } from './protocolDocument';
import { statesDocument } from './statesDocument';
import { traceabilityDocument } from './traceabilityDocument';

/** Every generated document by its path. */
export const generatedDocuments: Readonly<Record<string, () => string>> = {
  'docs/PROTOCOL.md': protocolDocument,
  'docs/ERRORS.md': errorsDocument,
  'docs/STATES.md': statesDocument,
  'docs/EVENTS.md': eventsDocument,
  'docs/TRACEABILITY.md': traceabilityDocument,
};
