declare module "swagger-ui-dist/swagger-ui-es-bundle.js" {
  interface SwaggerUi {
    initOAuth: (options: {
      clientId: string;
      scopes: string[];
      usePkceWithAuthorizationCodeGrant: boolean;
    }) => void;
  }

  /** The parts that are used of https://github.com/swagger-api/swagger-ui/blob/master/docs/usage/configuration.md */
  export default function swaggerUi(options: {
    domNode: HTMLElement;
    url: string;
    oauth2RedirectUrl: string;
    validatorUrl: null;
    deepLinking: boolean;
    tryItOutEnabled: boolean;
  }): SwaggerUi;
}
