import { expect, it, vi } from "vitest";
import { handOver, type Waiting } from "./redirect.ts";

const waiting = () => ({
  state: "s1",
  redirectUrl: "http://localhost/swagger/oauth2-redirect",
  auth: { name: "oauth" } as Waiting["auth"],
  callback: vi.fn<Waiting["callback"]>(),
  errCb: vi.fn<Waiting["errCb"]>(),
});

it("hands the code over that answers the question", () => {
  const asked = waiting();
  handOver(asked, new URLSearchParams("code=c1&state=s1&iss=x"));
  expect(asked.callback).toHaveBeenCalledExactlyOnceWith({
    auth: { name: "oauth", code: "c1" },
    redirectUrl: asked.redirectUrl,
  });
  expect(asked.errCb).not.toHaveBeenCalled();
});

it.each([
  ["code=c1&state=other", "no code"],
  ["code=c1", "no code"],
  ["error=access_denied&error_description=No&state=s1", "No"],
])("hands no code over for %s", (answer, message) => {
  const asked = waiting();
  handOver(asked, new URLSearchParams(answer));
  expect(asked.callback).not.toHaveBeenCalled();
  expect(asked.errCb).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ message }));
});
