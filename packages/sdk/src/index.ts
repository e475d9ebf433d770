// the service: a gateway without a transport
export { Service, type ServiceParts } from './service/service.ts';
export { DEFAULT_FOLDER, type FolderOptions, type Stores } from './service/folder/open.ts';
export { credentialsPath, readCredentials, type Credentials } from './service/folder/credentials.ts';
export { setUp } from './service/folder/first-open.ts';
export { STARTER_MANIFESTS, STARTER_POLICY } from './service/starter/index.ts';
export { HANDLERS } from './service/handlers/index.ts';
export { PROTOCOL_VERSION } from './service/handlers/evidence.ts';
export { problem, traceOf } from './service/dispatch.ts';
export type { Rate } from './service/rate.ts';
export type {
  Answer,
  BodySource,
  Call,
  DispatchRequest,
  DispatchResponse,
  Handler,
  HandlerContext,
  Handlers,
  ServiceEvent,
  ServiceLog,
} from './service/types.ts';

// decisions as they were made, for whoever holds the database and its keys
export { recall, type Recalled, type RecalledPage } from '@eaap/admissibility';

// the client
export {
  Gateway,
  type ConnectOptions,
  type OpenOptions,
  type PageQuery,
  type RoleKeys,
} from './client/gateway.ts';
export type { HttpOptions } from './client/http.ts';
export { GatewayUnreachable, type UnreachableKind } from './client/unreachable.ts';

// the guard
export {
  guard,
  type CallOptions,
  type Guarded,
  type GuardedTool,
  type GuardOptions,
  type Permit,
} from './guard/guard.ts';
export {
  ActionBlocked,
  ActionDrifted,
  ActionEscalated,
  ActionRefused,
  ManifestMismatch,
  OutcomeUnreported,
  ToolFailed,
} from './guard/errors.ts';

// sessions
export { SessionRecorder, type SessionOptions } from './session/session.ts';
export { deriveMandate, type Asked } from './session/mandate.ts';
