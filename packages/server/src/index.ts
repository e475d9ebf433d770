export { createApp, type RequestLine } from './app.ts';
export { DEFAULT_PORT, serve, type ServeOptions, type Serving } from './serve.ts';
export { loggerTo } from './log.ts';
