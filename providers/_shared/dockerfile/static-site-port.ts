/** Port of the web server in the image of a static site: above 1023, since it runs without root. */
export const staticSitePort = 8080
