export { ForbiddenMessage as default } from "#components/shell/forbidden-message.tsx";
