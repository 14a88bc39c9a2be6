"use client";

import { useEffect, useRef } from "react";

interface SwaggerUiProps {
  /** The address of the OpenAPI document. */
  document: string;
  /** The OAuth client that Authorize asks as, and the page that it comes back to. */
  client: string;
  redirect: string;
  /** What is ticked at first. */
  scopes: string[];
}

/** Swagger UI, which is loaded on this page alone. */
export function SwaggerUi({ document, client, redirect, scopes }: SwaggerUiProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let left = false;
    void import("swagger-ui-dist/swagger-ui-es-bundle.js").then(({ default: swaggerUi }) => {
      if (left || !place.current) return;
      const ui = swaggerUi({
        domNode: place.current,
        url: document,
        oauth2RedirectUrl: redirect,
        // Nothing of ours is shown to a host outside.
        validatorUrl: null,
        deepLinking: true,
        tryItOutEnabled: true,
      });
      ui.initOAuth({ clientId: client, scopes, usePkceWithAuthorizationCodeGrant: true });
    });
    return () => {
      left = true;
    };
  }, [document, client, redirect, scopes]);
  useEffect(darkAsTheRest, []);
  return <div ref={place} />;
}

/** Swagger UI is dark below a class; the rest of the site as the browser asks. */
function darkAsTheRest(): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { classList } = document.documentElement;
  const follow = () => classList.toggle("dark-mode", dark.matches);
  follow();
  dark.addEventListener("change", follow);
  return () => {
    dark.removeEventListener("change", follow);
    classList.remove("dark-mode");
  };
}
