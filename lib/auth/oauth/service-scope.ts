import { errors, Provider, type TokenEndpointGrantContext } from "oidc-provider";

type Handler<Params extends object> = (ctx: TokenEndpointGrantContext<Params>) => Promise<void>;
type Names = string | readonly string[] | ReadonlySet<string>;

/** oidc-provider, where a program that acts by itself is told which scopes it got (RFC 6749, 3.3). */
export class AuthorizationServer extends Provider {
  override registerGrantType<Params extends object>(
    name: string,
    handler: Handler<Params>,
    ...names: [params?: Names, duplicates?: Names]
  ): void {
    const served = name === "client_credentials" ? scoped(handler) : handler;
    super.registerGrantType(name, served, ...names);
  }
}

/** Without a scope it asks for all that it may have; one that it may not have is an error. */
function scoped<Params extends object>(handler: Handler<Params>): Handler<Params> {
  return async (ctx) => {
    const { client } = ctx.oidc;
    const params: { scope?: string | undefined } = ctx.oidc.params;
    params.scope ??= client.scope;
    const allowed = new Set(client.scope?.split(" "));
    const other = params.scope?.split(" ").find((scope) => !allowed.has(scope));
    if (other !== undefined) {
      throw new errors.InvalidScope("requested scope is not allowed", other);
    }
    await handler(ctx);
  };
}
