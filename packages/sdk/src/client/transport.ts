import type { Route, RouteId } from '@eaap/protocol';

/** A request as a client puts it. */
export interface TransportRequest {
  readonly route: Route & { readonly id: RouteId };
  readonly key?: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text. */
  readonly body?: string;
}

/** An answer as it came. */
export interface TransportResponse {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The way to a gateway. */
export interface Transport {
  /** For messages: where the gateway is. */
  readonly where: string;
  /** @throws GatewayUnreachable when there is no answer. */
  send(request: TransportRequest): Promise<TransportResponse>;
  close(): Promise<void>;
}
