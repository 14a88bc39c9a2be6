/**
 * The embedded server's settings, passed at every start. Durable: an acknowledged write has reached
 * the disk. Discreet: no statement and no error text reaches the log, because both may contain what
 * a patient wrote.
 */
const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "100",
  shared_buffers: "128MB",
  effective_cache_size: "512MB",
  random_page_cost: "1.1",
  jit: "off",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  password_encryption: "scram-sha-256",
  timezone: "UTC",
  log_timezone: "UTC",
  log_statement: "none",
  log_min_duration_statement: "-1",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_parameter_max_length: "0",
  log_parameter_max_length_on_error: "0",
  log_error_verbosity: "terse",
  // The application's name ends with the id of the request (lib/request-context.ts).
  log_line_prefix: "%m [%p] %a ",
  log_checkpoints: "off",
};

/** Returns the command line of the server. */
export const serverArguments = (port: number): string[] => [
  "-p",
  String(port),
  ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
];
